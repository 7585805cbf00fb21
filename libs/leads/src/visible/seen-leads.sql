-- What decides who may see these leads, as known now: who has them at $2, every team they have counted for by then in order, and the reps
-- who were let in. Indexes: ownership_period (stream), access_request (lead).
select o.lead,
       (array_agg(o.holder_kind order by lower(o.effective) desc))[1] as holder_kind,
       (array_agg(o.holder_id order by lower(o.effective) desc))[1] as holder_id,
       coalesce(array_agg(o.team order by lower(o.effective)) filter (where o.team is not null), '{}') as teams,
       coalesce((select array_agg(r.rep) from read.access_request r
                  where r.stream = o.stream and r.granted and (r.until is null or r.until > $2::timestamptz)), '{}') as granted
  from read.ownership_period o
 where o.stream = any ($1::text[]) and upper_inf(o.positions) and lower(o.effective) <= $2::timestamptz
 group by o.stream, o.lead
