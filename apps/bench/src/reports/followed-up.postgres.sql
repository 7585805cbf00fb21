-- followed_up_rate@1 of 2025 by channel, as one would write it for these facts. Index: facts (type, start_at), facts (subject, type).
with captured as (
  select subject, start_at, channel from facts
  where type = 'lead.captured' and start_at >= '2025-01-01' and start_at < '2026-01-01'
),
touched as (
  select distinct c.subject from captured c join facts f on f.subject = c.subject
  where f.type = 'lead.follow-up-recorded' and not f.automatic and f.direction = 'outbound'
    and f.start_at >= c.start_at and f.start_at <= c.start_at + interval '24 hours'
)
select c.channel, count(t.subject)::int as part, count(*)::int as whole
from captured c left join touched t on t.subject = c.subject
group by c.channel
