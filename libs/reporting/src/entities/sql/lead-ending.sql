-- How a lead stands: its last closing or reopening by (start, revision). A column that nobody asks for is not computed.
select subject as lead,
  @of_greatest(position, @order_of(start_at, revision)) as position,
  @of_greatest(start_at, @order_of(start_at, revision)) as start_at,
  @of_greatest(time_precision, @order_of(start_at, revision)) as time_precision,
  @of_greatest(event_id, @order_of(start_at, revision)) as event_id,
  (@of_greatest(@record(value := day), @order_of(start_at, revision))).value as day,
  (@of_greatest(@record(value := reason), @order_of(start_at, revision))).value as reason,
  (@of_greatest(@record(value := disposition), @order_of(start_at, revision))).value as disposition,
  (@of_greatest(@record(value := amount), @order_of(start_at, revision))).value as amount,
  (@of_greatest(@record(value := currency), @order_of(start_at, revision))).value as currency,
  -- A number is quicker to carry along than a text.
  case @of_greatest(case type when 'lead.won' then 1 when 'lead.lost' then 2 when 'lead.closed' then 3 when 'lead.marked-invalid' then 4 else 5 end, @order_of(start_at, revision))
    when 1 then 'won' when 2 then 'lost' when 3 then 'closed' when 4 then 'invalid' else 'open' end as outcome
from event where @is_one_of(type, 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
group by subject
