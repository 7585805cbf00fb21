with named as (select unnest($1::text[]) as stream)
