-- What the projections keep about themselves. Everything here can be thrown away: the projector builds it again from the log.
-- Every statement may run again; the caller holds the advisory lock of the schema.
create extension if not exists btree_gist with schema public;
create schema if not exists read;
create schema if not exists projection;

-- How far each live projection has read. Written in the transaction of its rows, and only where it is still what the writer saw.
create table if not exists projection.checkpoint (
  name text primary key,
  version integer not null,
  generation integer not null,
  schema_name text not null,
  position bigint not null,
  event_id uuid,
  store_commit bigint,
  store_prepare bigint,
  built_at timestamptz not null default now(),
  advanced_at timestamptz not null default now(),
  -- SHA-256 of the tables as last verified, and at which position.
  hash text,
  hash_position bigint
);

-- Sequences that could not be folded: they stand still, with the reason, while the others go on.
create table if not exists projection.parked (
  name text not null,
  stream text collate "C" not null,
  position bigint not null,
  event_id uuid not null,
  reason text not null,
  parked_at timestamptz not null default now(),
  primary key (name, stream)
);

create sequence if not exists projection.generation_number;

create or replace view read.parked as select * from projection.parked;
create or replace view read.checkpoint as
  select name, version, generation, position, store_commit, store_prepare, built_at, advanced_at from projection.checkpoint;

-- The two clocks of a row. One expression each, so that PostgreSQL writes them into the statement and uses its indexes.
-- Whether a period holds at an instant.
create or replace function read.is_effective(effective tstzrange, at timestamptz) returns boolean language sql immutable parallel safe as
  'select lower(effective) <= at and upper(effective) > at';
-- Whether something was known: at an instant where one is given, else at a position of the log.
create or replace function read.is_known(positions int8range, known tstzrange, at_position bigint, at_instant timestamptz) returns boolean language sql immutable parallel safe as
  'select case when at_instant is null
     then lower(positions) <= at_position and (upper_inf(positions) or upper(positions) > at_position)
     else lower(known) <= at_instant and upper(known) > at_instant end';
