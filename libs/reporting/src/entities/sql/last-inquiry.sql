select subject as lead, inquiry from event where type in ('lead.captured', 'lead.inquiry-received')
qualify row_number() over (partition by subject order by start_at desc, revision desc) = 1
