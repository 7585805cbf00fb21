-- Up Migration
-- Keys of personal data. This database holds nothing else, so that its backups can be kept for a shorter time than the log's.
create schema privacy;

-- Every master key that wraps something here, by a fingerprint that says nothing about it.
create table privacy.master_key (
  fingerprint text primary key,
  created_at timestamptz not null default now()
);

-- Secrets of the whole installation, e.g. of keyed hashes, wrapped by a master key.
create table privacy.secret (
  name text not null,
  master_key text not null references privacy.master_key,
  wrapped bytea not null,
  primary key (name, master_key)
);

-- One key a person. A destroyed key leaves its row without the key, so that it is never made again.
create table privacy.person_key (
  person_id text primary key,
  master_key text references privacy.master_key,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
