-- Up Migration
-- Who read which leads. Not derived from the log: reads must not outgrow it, nor live in it for ever. Nothing here is changed or taken away but by
-- dropping a whole day. Guarantee: `digest` is the SHA-256 of the digest before and this row's `leaf`, over all days, so a row that is altered, taken
-- out or put in is found by walking them.
create schema audit;

create table audit.read (
  -- Of UTC.
  day date not null,
  -- Dense over all days.
  number bigint not null,
  at timestamptz not null,
  actor text not null,
  actor_kind text not null,
  role text not null,
  -- The route as it is declared, without what was asked for: that could be a phone number.
  route text not null,
  purpose text,
  request text not null,
  -- What the answer said of each lead.
  fields text[] not null,
  leads text[] not null,
  -- Those of them of which fields were masked.
  masked text[] not null,
  -- Leads that were left out.
  hidden integer not null,
  -- Nothing was answered, because all of it was hidden.
  refused boolean not null,
  leaf text not null,
  digest text not null,
  primary key (day, number)
) partition by range (day);

-- "Who read lead X", for as long as days are kept.
create index on audit.read using gin (leads);
-- "What did this one read".
create index on audit.read (actor, day);

-- One row: whoever writes locks it.
create table audit.head (
  single boolean primary key default true check (single),
  day date,
  number bigint not null default 0,
  digest text not null default ''
);
insert into audit.head default values;

-- Takes reads that belong together, in their order, in one round trip.
create function audit.note(reads jsonb) returns void language plpgsql as $$
declare
  last audit.head;
  one jsonb;
  day_of date;
begin
  select * into last from audit.head for update;
  for one in select value from jsonb_array_elements(reads) loop
    -- The clock of another process may be behind: a row stands in the day in which it is written down.
    day_of := greatest(last.day, ((one ->> 'at')::timestamptz at time zone 'UTC')::date);
    if last.day is distinct from day_of then
      execute format('create table if not exists audit.%I partition of audit.read for values from (%L) to (%L)',
                     'read_' || to_char(day_of, 'YYYY_MM_DD'), day_of, day_of + 1);
      last.day := day_of;
    end if;
    last.number := last.number + 1;
    last.digest := encode(sha256(convert_to(last.digest || (one ->> 'leaf'), 'UTF8')), 'hex');
    insert into audit.read values (
      day_of, last.number, (one ->> 'at')::timestamptz, one ->> 'actor', one ->> 'actorKind', one ->> 'role', one ->> 'route', one ->> 'purpose',
      one ->> 'request', array(select jsonb_array_elements_text(one -> 'fields')), array(select jsonb_array_elements_text(one -> 'leads')),
      array(select jsonb_array_elements_text(one -> 'masked')), (one ->> 'hidden')::integer, (one ->> 'refused')::boolean, one ->> 'leaf', last.digest);
  end loop;
  update audit.head set day = last.day, number = last.number, digest = last.digest;
end $$;
