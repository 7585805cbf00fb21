import { EvaluationError } from '@marcbachmann/cel-js';
import { Decimal, decimalOf } from './decimal.js';
import { declarationAt, type FactRow, type FactSchema, type FactType, isExact, isRecord } from './facts.js';
import { CelDuration, durationOfMs, type Parsed } from './parse-cel.js';
import { readAsCode } from './read-as-code.js';
import { type CelVocabulary, type FactCodes } from './vocabulary.js';

function celValue(value: unknown, type: FactType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'int') return BigInt(value as number | bigint);
  if (type === 'double') return Number(value);
  if (isExact(type)) return decimalOf(value as string | number);
  if (type === 'timestamp') return value instanceof Date ? value : new Date(value as string);
  if (type === 'duration') return durationOfMs(value as number | bigint);
  return value;
}

/** Where each fact that an expression reads is found, and what it is made for CEL; worked out once an expression. */
export type FactPlan = readonly {
  readonly way: readonly string[];
  readonly last: string;
  readonly type: FactType | null;
  /** By which it is read. */
  readonly vocabulary: CelVocabulary | undefined;
}[];

export const factPlan = (schema: FactSchema, references: readonly (readonly string[])[], codes: FactCodes): FactPlan =>
  references.map((path) => {
    const declaration = declarationAt(schema, path);
    const type = declaration && !isRecord(declaration) ? declaration : null;
    return { way: path.slice(0, -1), last: path[path.length - 1]!, type, vocabulary: codes.vocabularyOf(path) };
  });

/** Puts the facts that are read into the shape CEL expects: every one present, null where the row has none. */
function contextOf(row: FactRow, plan: FactPlan): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const { way, last, type, vocabulary } of plan) {
    let from: unknown = row;
    let into = context;
    for (const name of way) {
      from = (from as FactRow | null | undefined)?.[name];
      into = (into[name] ??= {}) as Record<string, unknown>;
    }
    into[last] = type === null ? null : celValue(readAsCode(vocabulary, (from as FactRow | null | undefined)?.[last]), type);
  }
  return context;
}

/** Runs a checked expression. What cannot be computed (an order with a missing fact, a conversion that fails) is null, never a guess. Durations come as milliseconds. */
export function evaluateParsed(parsed: Parsed, row: FactRow, plan: FactPlan): unknown {
  try {
    const value = parsed.run(contextOf(row, plan));
    if (value instanceof CelDuration) return Number(value.valueOf());
    if (value instanceof Decimal) return value.toString();
    return typeof value === 'bigint' ? Number(value) : (value ?? null);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
