import { readSql } from '#libs/platform';
import { dialect } from './dialect.js';
import { type RecordFields, type ReportDialect } from './report-dialect.js';

type Call = (args: readonly string[], of: ReportDialect) => string;

const fieldsOf = (args: readonly string[]): RecordFields =>
  args.map((arg) => {
    const at = arg.indexOf(':=');
    if (at < 0) throw new Error(`${arg} is no field: write name := value`);
    return [arg.slice(0, at).trim(), arg.slice(at + 2).trim()];
  });
const calls: Readonly<Record<string, Call>> = {
  before_all_time: (_, of) => of.beforeAllTime,
  before: ([at = ''], of) => of.lastBefore(at),
  date_text: ([day = ''], of) => of.datePart('day', day),
  order_of: ([start = '', then = ''], of) => of.orderOf(start, then),
  each_day: ([from = '', until = ''], of) => of.eachDay(from, until),
  record: (args, of) => of.record(fieldsOf(args)),
  of_greatest: ([value = '', key = ''], of) => of.ofGreatest(value, key),
  of_least: ([value = '', key = ''], of) => of.ofLeast(value, key),
  joined: ([list = ''], of) => of.joined(list),
  list: (args, of) => of.list(args.join(', ')),
  last_known: ([value = ''], of) => of.lastKnown(value),
  with_replaced: ([alias = '', ...fields], of) => of.withReplaced(alias, fieldsOf(fields)),
  each_text: ([list = '', further = ''], of) => of.eachText(list, further),
  overlaid: ([list = ''], of) => of.overlaid(list),
  digits_of: ([decimal = ''], of) => of.digitsOf(decimal),
  facts_up_to: ([position = ''], of) => of.factsUpTo(position),
  is_one_of: ([column = '', ...values], of) => of.isOneOf(column, values),
  share_in_millionths: ([part = '', whole = ''], of) => of.shareInMillionths(part, whole),
};

/** Writes the calls of a SQL file (`@record(owner := o.owner)`), also those within each other, as an engine says them. */
export function expandSql(sql: string, of: ReportDialect = dialect): string {
  let out = '';
  let rest = sql;
  for (;;) {
    const found = /@(\w+)\(/.exec(rest);
    if (!found) return out + rest;
    const call = calls[found[1]!];
    if (!call) throw new Error(`No dialect says @${found[1]}`);
    const { args, length } = argumentsOf(rest.slice(found.index + found[0].length));
    out +=
      rest.slice(0, found.index) +
      call(
        args.map((arg) => expandSql(arg, of)),
        of,
      );
    rest = rest.slice(found.index + found[0].length + length);
  }
}

/** The arguments up to the closing parenthesis: split at commas outside of parentheses and quotes. */
function argumentsOf(text: string): { readonly args: readonly string[]; readonly length: number } {
  const args: string[] = [];
  let [depth, from, isQuoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (letter === '(') depth++;
    if (letter === ')' && depth-- === 0) {
      const last = text.slice(from, at).trim();
      return { args: args.length === 0 && last === '' ? [] : [...args, last], length: at + 1 };
    }
    if (letter === ',' && depth === 0) {
      args.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  throw new Error(`A call is not closed: ${text.slice(0, 60)}`);
}

/** A SQL file as the engine of reports says it. */
export const readReportSql = (fromUrl: string, file: string): string => expandSql(readSql(fromUrl, file).trim());
