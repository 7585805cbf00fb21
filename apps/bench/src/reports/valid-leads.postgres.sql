-- valid_leads@3 of 2025 by channel, as one would write it for these facts. Index: facts (type, start_at), facts (subject, type).
with ending as (
  select distinct on (subject) subject, type from facts
  where type in ('lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  order by subject, start_at desc, revision desc
)
select c.channel, count(*)::int as part, null::int as whole
from facts c left join ending e on e.subject = c.subject
where c.type = 'lead.captured' and c.start_at >= '2025-01-01' and c.start_at < '2026-01-01'
  and c.source <> 'test' and c.valid_contact_points > 0 and (e.type is null or e.type <> 'lead.marked-invalid')
group by c.channel
