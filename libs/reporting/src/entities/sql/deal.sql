-- One row per lead: from its capture to the last closing, if it stands closed.
select o.lead as id, o.lead, coalesce(x.event_id, o.event_id) as event, o.position, o.revision,
  o.start_at as opened_at, o.day as opened_day, o.time_precision as opened_precision,
  x.start_at as closed_at, x.day as closed_day, x.time_precision as closed_precision, x.position as closed_position, coalesce(x.outcome, 'open') as outcome, x.amount, x.currency, x.reason
from lead_origin o
left join lead_ending x on x.lead = o.lead and x.outcome <> 'open'
