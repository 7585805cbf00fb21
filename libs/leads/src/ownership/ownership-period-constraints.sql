-- Two holders of one lead at one instant, as one position had it, are impossible. Known time follows positions within a lead.
alter table ownership_period add constraint ownership_period_one_holder
  exclude using gist (lead with =, effective with &&, positions with &&);
-- Portfolios and pools: by holder, those first that end last.
create index ownership_period_holder on ownership_period (holder_kind, holder_id, upper(effective));
