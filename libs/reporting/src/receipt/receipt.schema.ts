import { type TSchema, Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { isZone } from '#libs/calendar';
import { ProblemError, type Violation } from '#libs/platform';
import { INSTANT } from '../compile/period.js';
import { type Receipt } from './receipt.js';

const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const name = Type.String({ minLength: 1 });
const version = Type.Integer({ minimum: 1 });
const whole = Type.Integer({ minimum: 0 });
const bound = Type.String({ pattern: `^-?\\d{4,6}-\\d{2}-\\d{2}$|${INSTANT.source}` });
/** A position as it is printed; more digits than a whole number can hold exactly are none. */
const position = Type.String({ pattern: '^(0|[1-9]\\d{0,14})$' });
const document = Type.Object({ name, version, documentHash: text });

/** What a receipt of any release has at least; what a later one adds is looked at when it is compared. */
const check = TypeCompiler.Compile(
  Type.Object({
    receiptVersion: Type.Literal(1),
    definition: Type.Object({
      name,
      version,
      documentHash: text,
      state: Type.Optional(Type.Union([Type.Literal('draft'), Type.Literal('test')])),
    }),
    uses: Type.Object({
      compiler: version,
      timeZone: Type.Object({ zone: name, transitions: Type.Array(Type.Object({ at: text, offsetSeconds: Type.Integer() })) }),
      terms: Type.Optional(Type.Array(document)),
      vocabularies: Type.Optional(Type.Array(document)),
      calendars: Type.Optional(Type.Array(Type.Object({ id: name, versions: Type.Array(Type.Object({ version, documentHash: text })) }))),
      rates: Type.Optional(Type.Object({ name, version, contentHash: text })),
    }),
    request: Type.Object({
      from: bound,
      to: bound,
      by: Type.Array(name),
      where: nullable(text),
      knownAt: nullable(text),
      asOf: Type.Optional(text),
    }),
    dateBasis: text,
    position,
    digest: text,
    anchors: Type.Array(Type.Object({ position, digest: text })),
    enforcement: text,
    unit: text,
    total: nullable(Type.Number()),
    rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
    members: Type.Object({
      count: whole,
      bucketPositions: Type.Integer({ minimum: 1 }),
      buckets: Type.Array(Type.Object({ bucket: whole, count: whole, digest: text })),
    }),
    resultHash: text,
  }),
);

const malformed = (message: string, path?: string): Violation => ({ code: 'RECEIPT.MALFORMED', message, ...(path && { path }) });

/** The receipt in what was given: itself, or the member `receipt` of a report. Throws 422 `RECEIPT.MALFORMED` with everything that is wrong with it. */
export function receiptOf(input: unknown): Receipt {
  const candidate = (input as { receipt?: unknown } | null)?.receipt ?? input;
  if ((candidate as { receiptVersion?: unknown } | null)?.receiptVersion === undefined)
    throw new ProblemError(422, [malformed('This is no receipt: give the JSON that `report run` printed (or its member "receipt")')]);
  // A value is wrong once, whatever else could be said of it.
  const wrong = new Map([...check.Errors(candidate)].reverse().map(({ path, message }) => [path, malformed(`${path}: ${message}`, path)]));
  const zone = (candidate as { uses?: { timeZone?: { zone?: unknown } } }).uses?.timeZone?.zone;
  const at = '/uses/timeZone/zone';
  if (typeof zone === 'string' && !wrong.has(at) && !isZone(zone)) wrong.set(at, malformed(`${at}: there is no time zone ${zone}`, at));
  const [first, ...others] = [...wrong.values()].reverse();
  if (first) throw new ProblemError(422, [first, ...others]);
  return candidate as Receipt;
}
