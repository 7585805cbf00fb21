-- What the writer must know of each stream named in $1, in that order: its last revision (event, one_event_per_revision) and its newest metadata.
select s.id as id, coalesce(own.revision, -1) as last, m.id as metadata_id, coalesce(meta.revision, -1) as metadata_last, meta.data as metadata
from unnest($1::bytea[]) with ordinality as wanted (name, ord)
left join event_store.stream s on sha256(s.name) = sha256(wanted.name)
left join event_store.stream m on sha256(m.name) = sha256('\x2424'::bytea || wanted.name)
left join lateral (select revision from event_store.event where stream_id = s.id order by revision desc limit 1) own on true
left join lateral (select revision, data from event_store.event where stream_id = m.id order by revision desc limit 1) meta on true
order by wanted.ord
