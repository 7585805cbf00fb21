-- Imports that were taken back, stream by stream.
select distinct stream, import_id from as_of where @is_one_of(type, 'lead.import-retracted', 'rep.import-retracted', 'team.import-retracted', 'pool.import-retracted')
