-- Which leads a person has.
create table lead_person (stream text collate "C" not null, person text collate "C" not null, lead text collate "C" not null);
