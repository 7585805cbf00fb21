-- Every span of absence that was ever told, changed and cancelled ones too: where to look for who may be away at an instant. What holds, and as
-- known when, the fold of the rep's stream says. Open ends are infinity, so that upper() can be indexed.
create table rep_absence (
  stream text collate "C" not null,
  rep text collate "C" not null,
  told integer not null,
  effective tstzrange not null
);
