-- Up Migration
-- What imports have brought in, for quick answers: derived from the streams `import-<id>`, but for `import_stream`, which is written before
-- the streams it names are touched, so that an undo finds all of them whatever was killed in between.
create schema history;

create table history.import (
  import_id text primary key,
  -- Last event of `import-<id>` whose rows are in `import_row`.
  revision bigint not null default -1,
  -- True while no other run has brought rows under this id.
  fresh boolean not null,
  -- True when an undo has reached every stream.
  undone boolean not null default false
);

-- Keyed hashes of row keys and rows whose effect is in the log.
create table history.import_row (
  import_id text not null,
  row_key text not null,
  row_hash text not null,
  primary key (import_id, row_key)
);

-- Streams that an import touched or was about to touch.
create table history.import_stream (
  import_id text not null,
  stream text not null,
  primary key (import_id, stream)
);
