-- Who had the lead at each row's moment, by what was on record when its event was recorded. A correction that names its end covers what was recorded
-- before it (docs/adr/0042).
select id, @of_greatest(@record(owner := owner, team := team), @record(o := until_at is null, s := start_at, r := revision)) as held
from (
  select p.id, o.owner, o.team, o.start_at, o.revision, o.until_at,
    max(o.revision) filter (where o.until_at > p.moment) over (partition by p.id) as covering,
    @of_greatest(o.start_at, o.revision) filter (where o.until_at > p.moment) over (partition by p.id) as covering_from
  from ({{rows}}) p join ownership o on o.lead = p.lead and o.start_at <= p.moment and o.position <= p.recorded
) begun where revision = covering or (until_at is null and (covering is null or (start_at >= covering_from and revision > covering)))
group by id
