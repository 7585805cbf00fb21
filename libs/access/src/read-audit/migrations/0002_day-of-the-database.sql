-- Up Migration
-- The day in which a row stands is that of the database: a process whose clock is ahead would take all later rows into a day to come. What it says
-- of the time stays as it said it.
create or replace function audit.note(reads jsonb) returns void language plpgsql as $$
declare
  last audit.head;
  one jsonb;
  day_of date;
  partition text;
begin
  select * into last from audit.head for update;
  -- Days ascend with numbers, although a transaction that began before midnight may come last.
  day_of := greatest(last.day, (now() at time zone 'UTC')::date);
  partition := to_char(day_of, '"read_"YYYY_MM_DD');
  if to_regclass('audit.' || partition) is null then
    execute format('create table audit.%I partition of audit.read for values from (%L) to (%L)', partition, day_of, day_of + 1);
  end if;
  for one in select value from jsonb_array_elements(reads) loop
    last.number := last.number + 1;
    last.digest := encode(sha256(convert_to(last.digest || (one ->> 'leaf'), 'UTF8')), 'hex');
    insert into audit.read values (
      day_of, last.number, (one ->> 'at')::timestamptz, one ->> 'actor', one ->> 'actorKind', one ->> 'role', one ->> 'route', one ->> 'purpose',
      one ->> 'request', array(select jsonb_array_elements_text(one -> 'fields')), array(select jsonb_array_elements_text(one -> 'leads')),
      array(select jsonb_array_elements_text(one -> 'masked')), (one ->> 'hidden')::integer, (one ->> 'refused')::boolean, one ->> 'leaf', last.digest);
  end loop;
  update audit.head set day = day_of, number = last.number, digest = last.digest;
end $$;
