-- Notes rows as accepted, and up to which event of the import's stream they are noted. Done again, it changes nothing.
with rows as (
  insert into history.import_row (import_id, row_key, row_hash)
  select $1, key, hash from unnest($3::text[], $4::text[]) as accepted (key, hash)
  on conflict do nothing
)
update history.import set revision = greatest(revision, $2) where import_id = $1
