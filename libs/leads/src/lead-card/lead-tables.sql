-- One row a lead: the card as all known events give it. It answers for every instant from `settled_at` on, and for every known time and
-- position from the last event on; for earlier ones the card is folded from the events.
create table lead (
  stream text collate "C" not null,
  lead text collate "C" not null,
  external_id text collate "C",
  status text not null,
  owner text collate "C",
  team text collate "C",
  settled_at timestamptz not null,
  last_known_at timestamptz(3) not null,
  last_position bigint not null,
  card jsonb not null
);
