-- Takes out every row of a joined file whose key an earlier row has, and names it.
delete from joined using (select tbl, key, min(file_row) as first_row from joined group by tbl, key having count(*) > 1) repeated
where joined.tbl = repeated.tbl and joined.key = repeated.key and joined.file_row > repeated.first_row
returning joined.tbl as "table", joined.file_row as row, joined.line as line
