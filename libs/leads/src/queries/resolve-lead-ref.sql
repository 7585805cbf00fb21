-- A lead by its id ($1) or by source:external-id, as known at $2 or at position $3, or now where both are null. Of several of one name (an import
-- that was undone, and the one that came after it) the one that stood then is meant; of two that stood then the one that still stands; where none
-- stood, those of which something had been recorded.
-- Indexes: spine (stream, revision), lead_alias (alias), lead (lead), ownership_period (stream).
with named as (
  select substr(stream, 6) as lead from read.log_entry where stream = 'lead-' || $1 and revision = 0
  union
  select lead from read.lead_alias where alias = $1
), ranked as (
  select named.lead,
         case when $2::timestamptz is null and $3::bigint is null then case when stands then 0 else 1 end
              when exists (select from read.ownership_period p where p.stream = 'lead-' || named.lead
                            and read.is_known(p.positions, p.known, $3::bigint, $2::timestamptz))
                then case when stands then 0 else 1 end
              when exists (select from read.ownership_period p where p.stream = 'lead-' || named.lead
                            and case when $3::bigint is not null then lower(p.positions) <= $3::bigint else lower(p.known) <= $2::timestamptz end)
                then 2
              when stands then 3
              else 4 end as rank
    from named
    cross join lateral (select exists (select from read.lead l where l.lead = named.lead) as stands) standing
)
select lead from ranked where rank = (select min(rank) from ranked) order by lead
