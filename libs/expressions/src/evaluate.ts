import { EvaluationError } from '@marcbachmann/cel-js';
import { declarationAt, type FactRow, type FactSchema, type FactType, isRecord } from './facts.js';
import { durationOfMs, type Parsed } from './parse-cel.js';

function celValue(value: unknown, type: FactType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'int') return BigInt(value as number | bigint);
  if (type === 'double' || type === 'money') return Number(value);
  if (type === 'timestamp') return value instanceof Date ? value : new Date(value as string);
  if (type === 'duration') return durationOfMs(value as number | bigint);
  return value;
}

/** Puts the facts that are read into the shape CEL expects: every one present, null where the row has none. */
function contextOf(row: FactRow, schema: FactSchema, references: readonly (readonly string[])[]): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const path of references) {
    let from: unknown = row;
    let into = context;
    for (const name of path.slice(0, -1)) {
      from = (from as FactRow | null | undefined)?.[name];
      into = (into[name] ??= {}) as Record<string, unknown>;
    }
    const last = path[path.length - 1]!;
    const declaration = declarationAt(schema, path);
    const value = (from as FactRow | null | undefined)?.[last];
    into[last] = declaration && !isRecord(declaration) ? celValue(value, declaration) : null;
  }
  return context;
}

/** Runs a checked expression. What cannot be computed (an order with a missing fact, a conversion that fails) is null, never a guess. */
export function evaluateParsed(parsed: Parsed, row: FactRow, schema: FactSchema, references: readonly (readonly string[])[]): unknown {
  try {
    const value = parsed.run(contextOf(row, schema, references));
    return typeof value === 'bigint' ? Number(value) : (value ?? null);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
