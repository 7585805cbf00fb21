-- The inquiries of 2025 that count under one of valid_leads@1 and @3 and not under the other: both by hand, compared. Index: facts (type, start_at), facts (subject, type).
with ending as (
  select distinct on (subject) subject, type from facts where type in ('lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  order by subject, start_at desc, revision desc
),
standing as (
  select c.subject, c.inquiry, c.start_at, c.source, c.valid_contact_points from facts c left join ending e on e.subject = c.subject
  where c.type = 'lead.captured' and c.start_at >= '2025-01-01' and c.start_at < '2026-01-01'
    and (e.type is null or e.type <> 'lead.marked-invalid')
),
first_way as (
  select distinct s.inquiry, s.subject from standing s join facts f on f.subject = s.subject
  where f.type = 'lead.follow-up-recorded' and not f.automatic and f.start_at >= s.start_at
    and (f.direction = 'inbound' or f.outcome in ('reached', 'connected', 'answered'))
),
third_way as (
  select inquiry, subject from standing where source <> 'test' and valid_contact_points > 0
)
select coalesce(a.inquiry, b.inquiry) as inquiry, coalesce(a.subject, b.subject) as lead, a.inquiry is not null as before, b.inquiry is not null as after
from first_way a full join third_way b on a.inquiry = b.inquiry
where a.inquiry is null or b.inquiry is null
order by 1
