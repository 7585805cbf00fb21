-- Who was in which team when (effective time, as known now); ±infinity where open. Of several at once, work counts for the one joined last.
create table team_membership (
  stream text collate "C" not null,
  rep text collate "C" not null,
  team text collate "C" not null,
  joined integer not null,
  effective tstzrange not null
);
