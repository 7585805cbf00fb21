-- Open (live), won, lost, closed or invalid, on the same two clocks as ownership_period.
create table lead_status_period (
  stream text collate "C" not null,
  lead text collate "C" not null,
  event_id uuid not null,
  status text not null,
  effective tstzrange not null,
  known tstzrange not null,
  positions int8range not null
);
