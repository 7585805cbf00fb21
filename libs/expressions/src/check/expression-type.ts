import { type FactType } from '../facts.js';

/** `error` stops one mistake from being reported as many; `null` and `list` occur only where an operator asks for them. */
export type ExpressionType = FactType | 'null' | 'list' | 'record' | 'error';
