-- The log spine: one row per event of ours, numbered densely in log order. The first thing written of every batch, so that everything else
-- (stream folds, report facts, feed, receipts) reads one place. `event` is what the leaf hashes, exactly as stored (personal data sealed).
-- Hashes cover the event and the chain only; the store position stands beside them, since it changes when a log is moved.
create table log_entry (
  position bigint not null,
  event_id uuid not null,
  stream text collate "C" not null,
  revision bigint not null,
  type text not null,
  known_at timestamptz(3) not null,
  leaf bytea not null,
  digest bytea not null,
  store_commit bigint not null,
  store_prepare bigint not null,
  event json not null
);
