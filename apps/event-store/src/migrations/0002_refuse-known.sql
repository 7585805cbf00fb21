-- Up Migration
-- Fails the statement that calls it: a stream that was taken for new has a past. Own code, so that the writer can tell it from every other error.
create function event_store.refuse_known(name bytea) returns boolean language plpgsql as $$
begin
  raise exception 'The stream is known already' using errcode = 'ES001';
end $$;
