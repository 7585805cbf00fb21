-- Gives each person of $1 the wrapped key of $2 unless they have one (or had one that was destroyed), and returns all that could be seen.
-- Guarantee: of two processes that make a key for one person at once, one wins, and the other's next look finds the winner's.
-- $1 text[] person ids without repeats, $2 bytea[] wrapped keys, $3 text fingerprint of the master key. Uses person_key_pkey.
with wanted as (
  select * from unnest($1::text[], $2::bytea[]) as w (person_id, wrapped)
),
made as (
  insert into privacy.person_key (person_id, master_key, wrapped)
  select person_id, $3, wrapped from wanted order by person_id
  on conflict (person_id) do nothing
  returning person_id, wrapped
)
select person_id, wrapped from made
union all
select k.person_id, k.wrapped from privacy.person_key k join wanted using (person_id)
