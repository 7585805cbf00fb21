-- The rows of joined files; `tbl` is the place of the file among them.
create table joined (tbl integer, key varchar, file_row double, line double, cells varchar)
