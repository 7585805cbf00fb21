-- Two holders of one lead at one instant, as one position had it, are impossible. Known time follows positions within a lead.
-- A lead stands in the constraint as a number of 64 bits: text as a key would cost three times as much a row. Two leads of the same number would
-- be told of by a refused row, and among ten million leads that is one chance in four hundred thousand.
alter table ownership_period add constraint ownership_period_one_holder
  exclude using gist (hashtextextended(lead, 0) with =, effective with &&, positions with &&);
-- Portfolios and pools: by holder, those first that end last.
create index ownership_period_holder on ownership_period (holder_kind, holder_id, upper(effective));
