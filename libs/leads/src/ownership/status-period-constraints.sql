alter table lead_status_period add constraint lead_status_period_one_status
  exclude using gist (lead with =, effective with &&, positions with &&);
