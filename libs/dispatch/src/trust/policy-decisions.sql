-- What policies decided in [$1, $2) and what became of it, without the candidates: of policy $3 (null: all), as known at position $4 or at $5, where
-- given. Decisions that could not be carried out are left out. In the order of the log. Indexes: log_entry (stream, revision),
-- whose collation is "C": decisions stand in the streams of dispatch, and '.' follows '-'; lead_status_period (stream), ownership_period (stream).
-- No decision is recorded before it is made.
with known as not materialized (
  select position, type, known_at, event
  from read.log_entry
  where stream >= 'dispatch-' and stream < 'dispatch.' and type in ('assignment.decided', 'assignment.overridden', 'assignment.superseded')
    and ($4::bigint is null or position <= $4) and ($5::timestamptz is null or known_at <= $5)
),
named as (
  select position, event -> 'data' as data
  from known
  where type = 'assignment.decided' and known_at >= $1::text::timestamptz
    and ($3::text is null or event #>> '{data,policy,name}' = $3)
    and event #>> '{data,decidedAt,at}' >= $1 and event #>> '{data,decidedAt,at}' < $2
),
undone as (
  select distinct on (event #>> '{data,decisionId}') event #>> '{data,decisionId}' as decision, event #>> '{data,to,id}' as given_to
  from known
  where type = 'assignment.overridden'
  order by event #>> '{data,decisionId}', position
),
void as (select event #>> '{data,decisionId}' as decision from known where type = 'assignment.superseded')
select named.data ->> 'decisionId' as decision,
       named.data ->> 'leadId' as lead,
       named.data ->> 'mode' as mode,
       named.data #>> '{policy,name}' as policy,
       (named.data #>> '{policy,version}')::integer as version,
       named.data ->> 'team' as team,
       named.data #>> '{decidedAt,at}' as at,
       named.data #>> '{rule,kind}' as kind,
       named.data #>> '{rule,name}' as rule,
       named.data #>> '{chosen,kind}' as chosen_kind,
       named.data #>> '{chosen,id}' as chosen,
       named.data #>> '{fairness,rep}' as counted_for,
       (named.data #>> '{fairness,value}')::float8 as value,
       array(
         select candidate ->> 'rep' from json_array_elements(named.data -> 'candidates') as candidate where candidate ->> 'excluded' is null
       ) as compared,
       undone.decision is not null as overridden,
       undone.given_to,
       exists (
         select 1 from read.lead_status_period as status
         where status.stream = 'lead-' || (named.data ->> 'leadId') and status.status = 'invalid' and case when $5::timestamptz is not null then status.known @> $5::timestamptz
                when $4::bigint is not null then status.positions @> $4::bigint else upper_inf(status.positions) end
       ) as invalid,
       (select owner from read.ownership_period as period
         where period.stream = 'lead-' || (named.data ->> 'leadId') and period.owner is not null and case when $5::timestamptz is not null then period.known @> $5::timestamptz
                when $4::bigint is not null then period.positions @> $4::bigint else upper_inf(period.positions) end
         order by lower(period.effective) desc limit 1) as last_owner
from named
left join undone on undone.decision = named.data ->> 'decisionId'
where named.data ->> 'decisionId' not in (select decision from void)
order by named.position
