-- For each reference of the list the lead that it names: by its id, or by source:external-id of one of its inquiries, the first recorded.
select reference, arg_min(subject, position) as lead from (
  select l.reference, e.subject, e.position from ({{references}}) l(reference)
  join (
    select subject, position, unnest([case when type = 'lead.captured' then subject end, external_source || ':' || external_id]) as name
    from event where type in ('lead.captured', 'lead.inquiry-received')
  ) e on e.name = l.reference
) group by reference
