-- For whom each merged person is taken after everything known, one step of the chain after another. No circle can be merged; none is followed for ever.
select person, into_person as root, 1 as depth from merge_span where until_position = 9223372036854775807
union all
select s.person, m.into_person, s.depth + 1
from person_now_step s join merge_span m on m.person = s.root and m.until_position = 9223372036854775807 where s.depth < 64
