-- position: feed, as-of and facts; (stream, revision): the fold of one stream, and the proof that no event is there twice.
alter table log_entry add primary key (position);
alter table log_entry add constraint log_entry_stream_revision unique (stream, revision);
