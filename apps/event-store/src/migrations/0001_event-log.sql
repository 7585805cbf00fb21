-- Up Migration
-- The event log of the embedded store. Append-only: triggers refuse every change of what is written.
-- Positions are assigned by the one writer that holds the advisory lock, in commit order and without gaps behind a reader:
-- `position` is commit and prepare position at once. Names and payloads are bytea because they may contain NUL.
create schema event_store;

create table event_store.stream (
  id bigint primary key,
  name bytea not null
);
-- Names may be longer than an index entry, hence the digest. Every look-up by name goes through it.
create unique index stream_by_name on event_store.stream (sha256(name));

create table event_store.event (
  position bigint primary key,
  stream_id bigint not null,
  revision bigint not null,
  created_ms bigint not null,
  is_json boolean not null,
  id uuid not null,
  type text not null,
  data bytea not null,
  metadata bytea not null,
  constraint one_event_per_revision unique (stream_id, revision)
);

create function event_store.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only: % of %.% is refused', tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger stream_is_immutable before update or delete or truncate on event_store.stream
  for each statement execute function event_store.refuse_change();
create trigger event_is_immutable before update or delete or truncate on event_store.event
  for each statement execute function event_store.refuse_change();
