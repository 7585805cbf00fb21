-- The last inquiry of each lead by (start, revision).
select lead, inquiry, source, channel, medium, campaign, external_source, country from (
  select subject as lead, inquiry, source, channel, medium, campaign, external_source, country, row_number() over (partition by subject order by start_at desc, revision desc) as nth
  from event where @is_one_of(type, 'lead.captured', 'lead.inquiry-received')
) ranked where nth = 1
