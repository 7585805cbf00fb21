import { type ExpressionType } from './check/expression-type.js';
import { type FactType, isExact } from './facts.js';
import { type SqlDialect } from './sql/dialect.js';

/** What may be called in an expression. Anything else is refused by name; `matches` (a JavaScript regular expression that can hang the process) always. */
export interface CelFunction {
  readonly receiver?: FactType;
  readonly args: readonly FactType[];
  readonly returns: FactType;
  /** A `dyn` argument of a function that takes any scalar comes as it is stored; `types` says what came. */
  readonly sql: (receiverAndArgs: readonly string[], dialect: SqlDialect, types: readonly ExpressionType[]) => string;
}

const spanOf = (ms: number): CelFunction => ({
  args: ['int'],
  returns: 'duration',
  sql: ([n = 'null'], dialect) => dialect.span(n, ms),
});
const onString = (args: readonly FactType[], returns: FactType, sql: CelFunction['sql']): CelFunction => ({
  receiver: 'string',
  args,
  returns,
  sql,
});

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALLS = 'abcdefghijklmnopqrstuvwxyz';

export const methods: Readonly<Record<string, CelFunction>> = {
  contains: onString(['string'], 'bool', ([self = 'null', part = 'null'], dialect) => dialect.contains(self, part)),
  startsWith: onString(['string'], 'bool', ([self = 'null', part = 'null'], dialect) => dialect.startsWith(self, part)),
  endsWith: onString(['string'], 'bool', ([self = 'null', part = 'null'], dialect) => dialect.endsWith(self, part)),
  lowerAscii: onString([], 'string', ([self = 'null'], dialect) => dialect.translated(self, CAPITALS, SMALLS)),
  upperAscii: onString([], 'string', ([self = 'null'], dialect) => dialect.translated(self, SMALLS, CAPITALS)),
  trim: onString([], 'string', ([self = 'null'], dialect) => dialect.trimmed(self)),
  size: onString([], 'int', ([self]) => `length(${self})`),
};

const NO_INT = 'cast(null as bigint)';
const NO_DOUBLE = 'cast(null as double)';
const NO_TEXT = 'cast(null as varchar)';
const asDouble = (value: string): string => `cast(${value} as double)`;

/** Conversions take any scalar; one that does not fit gives no value. */
export const functions: Readonly<Record<string, CelFunction>> = {
  int: {
    args: ['dyn'],
    returns: 'int',
    sql: ([value = 'null'], dialect, [type]) => {
      if (type === 'int') return value;
      if (type === 'double') return dialect.wholeOf(value);
      if (isExact(type!)) return dialect.wholeOf(value);
      if (type === 'string') return dialect.wholeOfText(value);
      return type === 'dyn'
        ? `coalesce(${dialect.wholeOf(dialect.jsonNumber(value))}, ${dialect.wholeOfText(dialect.jsonText(value))})`
        : NO_INT;
    },
  },
  double: {
    args: ['dyn'],
    returns: 'double',
    sql: ([value = 'null'], dialect, [type]) => {
      if (type === 'int' || type === 'double') return asDouble(value);
      // By its digits: as near as 64 bits come.
      if (isExact(type!)) return asDouble(`cast(${value} as varchar)`);
      if (type === 'string') return dialect.doubleOfText(value);
      return type === 'dyn' ? `coalesce(${dialect.jsonNumber(value)}, ${dialect.doubleOfText(dialect.jsonText(value))})` : NO_DOUBLE;
    },
  },
  string: {
    args: ['dyn'],
    returns: 'string',
    sql: ([value = 'null'], dialect, [type]) => {
      if (type === 'dyn')
        return `coalesce(${dialect.jsonText(value)}, ${dialect.textOfDouble(dialect.jsonNumber(value))}, cast(${dialect.jsonBool(value)} as varchar))`;
      if (type === 'double') return dialect.textOfDouble(asDouble(value));
      if (isExact(type!)) return dialect.textOfDecimal(value);
      return type === 'timestamp' || type === 'duration' ? NO_TEXT : `cast(${value} as varchar)`;
    },
  },
  size: { args: ['string'], returns: 'int', sql: ([value]) => `length(${value})` },
  days: spanOf(86_400_000),
  hours: spanOf(3_600_000),
  minutes: spanOf(60_000),
};
