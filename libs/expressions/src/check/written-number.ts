import { type ASTNode } from '@marcbachmann/cel-js';

/** The number that a node writes out (`12`, `-0.5`) in its digits; null for anything else. */
export function writtenNumber(node: ASTNode): string | null {
  if (node.op === '-_') {
    const digits = writtenNumber(node.args);
    return digits === null || digits.startsWith('-') ? null : `-${digits}`;
  }
  return node.op === 'value' && (typeof node.args === 'bigint' || typeof node.args === 'number') ? String(node.args) : null;
}
