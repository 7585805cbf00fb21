-- The last inquiry of each lead by (start, revision).
select subject as lead, inquiry, source, channel, medium, campaign, external_source, country from event where type in ('lead.captured', 'lead.inquiry-received')
qualify row_number() over (partition by subject order by start_at desc, revision desc) = 1
