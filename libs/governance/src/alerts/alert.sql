-- One row an alert, with everything that was done about it.
create table alert (
  stream text collate "C" not null,
  alert text collate "C" not null,
  kind text not null,
  subject text not null,
  body text not null,
  lead text collate "C",
  person text collate "C" not null,
  told jsonb not null,
  open boolean not null,
  raised_at timestamptz(3) not null,
  escalates_at timestamptz(3),
  acknowledged jsonb,
  exhausted boolean not null,
  deliveries jsonb not null
);
