import { type FactType } from './facts.js';

/** What may be called in an expression. Anything else is refused by name; `matches` (a JavaScript regular expression that can hang the process) always. */
export interface CelFunction {
  readonly receiver?: FactType;
  readonly args: readonly FactType[];
  readonly returns: FactType;
  readonly sql: (receiverAndArgs: readonly string[]) => string;
}

const dayMs = 86_400_000;
const onString = (args: readonly FactType[], returns: FactType, sql: CelFunction['sql']): CelFunction => ({
  receiver: 'string',
  args,
  returns,
  sql,
});

export const methods: Readonly<Record<string, CelFunction>> = {
  contains: onString(['string'], 'bool', ([self, part]) => `contains(${self}, ${part})`),
  startsWith: onString(['string'], 'bool', ([self, part]) => `starts_with(${self}, ${part})`),
  endsWith: onString(['string'], 'bool', ([self, part]) => `ends_with(${self}, ${part})`),
  lowerAscii: onString([], 'string', ([self]) => `lower(${self})`),
  upperAscii: onString([], 'string', ([self]) => `upper(${self})`),
  trim: onString([], 'string', ([self]) => `trim(${self}, ' \t\n\r')`),
  size: onString([], 'int', ([self]) => `length(${self})`),
};

/** Conversions take any scalar; one that does not fit gives no value. */
export const functions: Readonly<Record<string, CelFunction>> = {
  int: { args: ['dyn'], returns: 'int', sql: ([value]) => `try_cast(${value} as bigint)` },
  double: { args: ['dyn'], returns: 'double', sql: ([value]) => `try_cast(${value} as double)` },
  string: { args: ['dyn'], returns: 'string', sql: ([value]) => `cast(${value} as varchar)` },
  size: { args: ['string'], returns: 'int', sql: ([value]) => `length(${value})` },
  days: { args: ['int'], returns: 'duration', sql: ([n]) => `(${n} * ${dayMs}::bigint)` },
  hours: { args: ['int'], returns: 'duration', sql: ([n]) => `(${n} * 3600000::bigint)` },
  minutes: { args: ['int'], returns: 'duration', sql: ([n]) => `(${n} * 60000::bigint)` },
};
