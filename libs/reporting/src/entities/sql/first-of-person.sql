-- The first inquiry ever of each person, on whichever lead.
select person, inquiry, source, channel, medium, campaign, external_source, country from (
  select person, inquiry, source, channel, medium, campaign, external_source, country, row_number() over (partition by person order by start_at, position) as nth
  from event where @is_one_of(type, 'lead.captured', 'lead.inquiry-received') and person is not null
) ranked where nth = 1
