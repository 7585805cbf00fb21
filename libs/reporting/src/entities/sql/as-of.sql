-- The log as known at a position (and, where asked, at an instant of the second clock). First of all: whatever is left out here has not happened.
select * from @facts_up_to({{position}}) asked {{known}}
