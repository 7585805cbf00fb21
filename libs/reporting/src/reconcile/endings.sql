-- How leads stand that are listed, and every lead that stands won: by which event, recorded when.
select x.lead, x.outcome, x.start_at, cast(x.day as varchar) as day, x.time_precision, cast(x.amount as varchar) as amount, x.currency, x.event_id as event, e.known_at
from lead_ending x join event e on e.event_id = x.event_id
where x.lead in ({{leads}}) or (x.outcome = 'won' and (x.start_at is null or (x.start_at >= {{from}} and x.start_at < {{until}})))
