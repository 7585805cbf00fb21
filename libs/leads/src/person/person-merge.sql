-- Who was taken for whom, while that was believed. Rows are closed, never changed otherwise. Bounds that are open are infinity or missing.
create table person_merge (
  stream text collate "C" not null,
  person text collate "C" not null,
  into_person text collate "C" not null,
  event_id uuid not null,
  known tstzrange not null,
  positions int8range not null,
  actor jsonb not null,
  reason text not null
);
