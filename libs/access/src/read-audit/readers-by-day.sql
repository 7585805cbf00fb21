-- Per reader and day of a zone ($3), from $1 to $2: answers, lines, distinct leads, those outside 7 to 20 o'clock or on a weekend, refusals; and the
-- mean of distinct leads on the reader's own days among the 28 before. Days are partitions; a margin of a day covers any zone.
with local as (
  select actor, role, at at time zone $3 as clock, leads, refused, hidden
    from audit.read
   where day >= $1::date - 29 and day <= $2::date + 1
), answered as (
  select actor, clock::date as day, max(role) as role, count(*) as answers, coalesce(sum(cardinality(leads)), 0) as lines,
         count(*) filter (where refused) as refusals,
         count(*) filter (where extract(hour from clock) not between 7 and 19 or extract(isodow from clock) > 5) as off_hours
    from local group by 1, 2
), distinct_leads as (
  select actor, clock::date as day, count(distinct lead) as leads
    from local cross join unnest(leads) as lead group by 1, 2
), days as (
  select answered.*, coalesce(distinct_leads.leads, 0) as leads from answered left join distinct_leads using (actor, day)
)
select days.day::text, days.actor as reader, days.role, days.answers::int, days.lines::int, days.leads::int, days.refusals::int, days.off_hours::int,
       (select avg(before.leads)::float8 from days as before
         where before.actor = days.actor and before.day < days.day and before.day >= days.day - 28) as usual
  from days
 where days.day >= $1::date and days.day <= $2::date
 order by days.day, days.leads desc, days.actor
