-- Takes out every row whose key an earlier row of the section has, and names it: a key stands for one row.
delete from row using (select section, row_key, min(file_row) as first_row from row group by section, row_key having count(*) > 1) repeated
where row.section = repeated.section and row.row_key = repeated.row_key and row.file_row > repeated.first_row
returning row.section as section, row.file_row as row, row.line as line
