-- Alerts of a person ($1, null: of anyone) that are open ($2, null: open or not), newest first, after the alert $3, $4 at most.
-- Indexes: alert (person, open, raised_at), alert (open, raised_at).
select alert, kind, subject, body as text, lead, person as "to", told, open, raised_at as "raisedAt", escalates_at as "escalatesAt",
       acknowledged, exhausted, deliveries
  from read.alert
 where ($1::text is null or told ? $1)
   and ($2::boolean is null or open = $2)
   and ($3::text is null or (raised_at, alert) < (select raised_at, alert from read.alert where alert = $3))
 order by raised_at desc, alert desc
 limit $4
