-- Who asked to see which lead, and what was decided; `granted` null: nobody has decided yet, `until` null: until further notice.
create table access_request (
  stream text collate "C" not null,
  lead text collate "C" not null,
  request text collate "C" not null,
  rep text collate "C" not null,
  mode text not null,
  reason text not null,
  requested_at timestamptz(3) not null,
  granted boolean,
  until timestamptz(3),
  decided_at timestamptz(3),
  decided_by text
);
