-- Pools by name; `intake` exists whether or not it has a row.
create table pool (stream text collate "C" not null, pool text collate "C" not null, name text not null, team text collate "C");
