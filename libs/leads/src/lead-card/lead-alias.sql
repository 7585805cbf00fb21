-- `source:external-id` → lead.
create table lead_alias (stream text collate "C" not null, alias text collate "C" not null, lead text collate "C" not null);
