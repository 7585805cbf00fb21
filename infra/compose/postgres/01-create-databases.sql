-- Read models, registry and jobs; and the keys of personal data, which belong on a server of their own in production.
create database ledger;
create database keys;
