-- Without the events of imports that were taken back: on their stream they are void from the retraction on.
select e.* from as_of e where not exists (select 1 from retraction r where r.stream = e.stream and r.import_id = e.import_id)
