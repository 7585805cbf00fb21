-- Imports that were taken back, stream by stream.
select distinct stream, import_id from as_of where type in ('lead.import-retracted', 'rep.import-retracted', 'team.import-retracted', 'pool.import-retracted')
