-- The columns and indexes of the embedded store's tables, for the same rows without the store.
create table stream (
  id bigint primary key,
  name bytea not null
);
create unique index stream_by_name on stream (sha256(name));
create table event (
  position bigint generated always as identity primary key,
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
