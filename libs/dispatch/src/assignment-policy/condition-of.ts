import { type Node } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { type Condition } from './assignment-spec.js';

/** An expression that may be left out; null also where it has problems (which are noted). */
export const conditionOf = (
  yaml: DocumentReader,
  node: Node | null,
  what: string,
  schema: FactSchema,
  result: 'bool' | null = 'bool',
): Condition | null => (node === null ? null : yaml.expression(node, what, schema, result ?? undefined));
