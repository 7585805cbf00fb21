-- valid_leads@3 of 2025 by channel, as one would write it for these facts.
with ending as (
  select subject, type from facts where type in ('lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  qualify row_number() over (partition by subject order by start_at desc, revision desc) = 1
)
select c.channel, count(*)::int as part, null::int as whole
from facts c left join ending e on e.subject = c.subject
where c.type = 'lead.captured' and c.start_at >= timestamp '2025-01-01' and c.start_at < timestamp '2026-01-01'
  and c.source <> 'test' and c.valid_contact_points > 0 and (e.type is null or e.type <> 'lead.marked-invalid')
group by c.channel
