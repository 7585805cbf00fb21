-- The rows of an import on their way from the order of the files to the order of the cases. `cells` is a JSON list of canonical texts.
create table row (section integer, source varchar, lead varchar, order_key varchar, file_row double, line double, row_key varchar, cells varchar/* join keys */)
