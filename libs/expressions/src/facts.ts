/**
 * What an expression may look at. `int` is a 64-bit whole number, `double` any number, `decimal` an exact one, `money` an exact amount (never mixed with plain
 * numbers) in the currency that the fact `currency` beside it names, `timestamp` an instant, `duration` an exact span, `dyn` a value whose type the data decides (string, number or boolean).
 */
export type FactType = 'string' | 'int' | 'double' | 'decimal' | 'money' | 'bool' | 'timestamp' | 'duration' | 'dyn';

/** A record of facts, read as `name.field` or `name["field"]`. `open` is the type of fields that are not declared; without it they are errors. */
export interface FactRecord {
  readonly fields: FactSchema;
  readonly open?: FactType;
}

export type FactDeclaration = FactType | FactRecord;
export type FactSchema = Readonly<Record<string, FactDeclaration>>;

/** Values by fact name. A missing fact is null: comparisons of order with it are unknown, `== null` is true. */
export type FactRow = Readonly<Record<string, unknown>>;

/** Held and computed without rounding; in SQL a DECIMAL, here text or a number. */
export const isExact = (type: string): boolean => type === 'money' || type === 'decimal';

export const isRecord = (declaration: FactDeclaration): declaration is FactRecord => typeof declaration === 'object';

/** The type at a path, null where the schema has nothing there. */
export function declarationAt(schema: FactSchema, path: readonly string[]): FactDeclaration | null {
  let current: FactDeclaration = { fields: schema };
  for (const name of path) {
    if (!isRecord(current)) return null;
    const next: FactDeclaration | undefined = Object.hasOwn(current.fields, name) ? current.fields[name] : current.open;
    if (next === undefined) return null;
    current = next;
  }
  return current;
}
