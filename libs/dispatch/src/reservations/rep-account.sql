-- Reps whose leads are posted on their stream, with the stock that the postings give; beside it the ownership table says what they have.
create table rep_account (stream text collate "C" not null, rep text collate "C" not null, opened boolean not null, held integer not null);
