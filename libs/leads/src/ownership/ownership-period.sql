-- Who held a lead, on two clocks. `effective`: when it was so; `known` and `positions`: while that was what we knew. Rows are closed, never
-- changed otherwise. `known` is empty where two events were recorded at the same instant: then only positions tell them apart.
-- Open bounds of `effective` and `known` are ±infinity, so that upper() can be indexed.
create table ownership_period (
  stream text collate "C" not null,
  lead text collate "C" not null,
  event_id uuid not null,
  holder_kind text not null,
  holder_id text collate "C",
  owner text collate "C",
  team text collate "C",
  effective tstzrange not null,
  known tstzrange not null,
  positions int8range not null,
  since_value text,
  since_precision text not null,
  until_value text,
  until_precision text,
  cause text not null,
  decision text,
  actor jsonb not null,
  reason text,
  recorded_at timestamptz(3) not null
);
