-- For whom the person of an inquiry was taken when the inquiry was recorded, one step of the chain after another.
select e.inquiry, e.position, m.into_person as root, 1 as depth
from event e join merge_span m on m.person = e.person and e.position > m.from_position and e.position < m.until_position
where @is_one_of(e.type, 'lead.captured', 'lead.inquiry-received')
union all
select s.inquiry, s.position, m.into_person, s.depth + 1
from person_then_step s join merge_span m on m.person = s.root and s.position > m.from_position and s.position < m.until_position where s.depth < 64
