-- Reps whose postings give another number of leads than they have now as known now; every rep with postings where $1.
-- Index: ownership_period (holder_kind, holder_id, upper(effective)).
select a.rep
  from read.rep_account a
 where a.opened
   and ($1::boolean or a.held <> (
         select count(*) from read.ownership_period o
           join read.lead_status_period s on s.stream = o.stream and s.status = 'open' and upper_inf(s.positions) and s.effective @> now()
          where o.holder_kind = 'person' and o.holder_id = a.rep and upper(o.effective) > now() and lower(o.effective) <= now()
            and upper_inf(o.positions)))
 order by a.rep
