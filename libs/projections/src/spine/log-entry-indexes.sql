-- position: feed, as-of and facts; (stream, revision): the fold of one stream, and the proof that no event is there twice; (type, position): all
-- events of a few types, such as breaches of service times, of a log that is mostly others.
alter table log_entry add primary key (position);
alter table log_entry add constraint log_entry_stream_revision unique (stream, revision);
create index log_entry_type_position on log_entry (type, position);
