-- Up Migration
create schema dispatch;

-- A fold of the log up to a position, written down so that a start need not read the log from its beginning. `event_id` is the event at that
-- position: in another log it is another, and the snapshot counts for nothing. Rows of one snapshot are written and replaced together; it may be
-- deleted at any time.
create table dispatch.snapshot (
  part integer primary key,
  format integer not null,
  position bigint not null,
  event_id uuid not null,
  body text not null
);

-- Where in the log the decisions about a lead stand: an index, made from the log up to `decision_index_head.position`.
create table dispatch.decision_index (
  lead text collate "C" not null,
  position bigint not null,
  primary key (lead, position)
);
create table dispatch.decision_index_head (position bigint not null);
insert into dispatch.decision_index_head values (0);
