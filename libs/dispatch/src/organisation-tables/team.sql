create table team (stream text collate "C" not null, team text collate "C" not null, name text not null);
