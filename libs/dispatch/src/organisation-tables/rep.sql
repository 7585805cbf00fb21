-- Who works here.
create table rep (stream text collate "C" not null, rep text collate "C" not null, name text not null, active boolean not null, attributes jsonb not null);
