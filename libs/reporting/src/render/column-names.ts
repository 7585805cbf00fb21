/**
 * Columns of a file have names that differ, whatever the case of their letters, since Parquet readers ask for them without it: a name that a column
 * before has is followed by `_2`, then `_3`; one that is empty too.
 */
export function namedApart<T extends { readonly name: string }>(columns: readonly T[]): T[] {
  const taken = new Set(['']);
  return columns.map((column) => {
    let { name } = column;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${column.name}_${number}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}
