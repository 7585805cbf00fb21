-- Without the events of imports that were taken back: on their stream they are void from the retraction on.
select e.* from as_of e left join retraction r on r.stream = e.stream and r.import_id = e.import_id where r.stream is null
