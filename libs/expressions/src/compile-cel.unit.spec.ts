import { compileCel } from './compile-cel.js';
import { type FactSchema } from './facts.js';
import { formulaText as namesAndNumbers, parseFormula } from './formula.js';

const schema: FactSchema = {
  channel: 'string',
  followUps: 'int',
  score: 'double',
  amount: 'money',
  live: 'bool',
  wonAt: 'timestamp',
  delay: 'duration',
  attributes: { fields: {}, open: 'dyn' },
  currency: 'string',
  share: 'decimal',
  win: { fields: { amount: 'money', currency: 'string' } },
  row: { fields: { state: 'string', 'sys mod': 'string' } },
};
const codes = (source: string): string[] => compileCel(source, schema).problems.map((problem) => problem.code);
const run = (source: string, row: Record<string, unknown> = {}): unknown => compileCel(source, schema).evaluate(row);

describe('compileCel', () => {
  it('evaluates over typed facts', () => {
    expect(run('channel == "web" && followUps >= 2', { channel: 'web', followUps: 2 })).toBe(true);
    expect(run('delay <= hours(24) || delay < duration("30m")', { delay: 86_400_000 })).toBe(true);
    expect(run('wonAt < timestamp("2026-03-01T00:00:00Z")', { wonAt: '2026-02-28T23:59:59.999Z' })).toBe(true);
    expect(run('row["sys mod"] == "3" ? row.state : "none"', { row: { state: 'New', 'sys mod': '3' } })).toBe('New');
    expect(run('attributes.region in ["EMEA", "APAC"]', { attributes: { region: 'APAC' } })).toBe(true);
    expect(run('int(row.state) + 1', { row: { state: '41' } })).toBe(42);
  });

  it('R6.8 adds and compares amounts exactly', () => {
    expect(run('amount + amount + amount == 0.3', { amount: '0.100000' })).toBe(true);
    expect(run('amount + amount + amount', { amount: '0.100000' })).toBe('0.3');
    expect(run('amount < 1000000000000000', { amount: '999999999999999.999999' })).toBe(true);
    expect(run('-amount - amount', { amount: '0.000001' })).toBe('-0.000002');
    expect(run('share > 0.1', { share: '0.10000000000001' })).toBe(true);
    expect(run('int(amount)', { amount: '-1.999999' })).toBe(-1);
    expect([run('amount > 1'), run('amount == null'), run('amount + amount')]).toEqual([null, true, null]);
  });

  const open = (source: string, fixed: Record<string, string> = {}): string[] =>
    compileCel(source, schema)
      .amountProblems(new Map(Object.entries(fixed)))
      .map(({ line, column }) => `${line}:${column}`);

  it.each([
    'amount > 100',
    '100.5 <= amount',
    'amount != 7',
    'live || !(amount > 100)',
    'currency != "EUR" && amount > 100',
    'currency == "EUR" || amount > 100',
    'currency in ["EUR", "USD"] && amount > 100',
    'win.currency == "EUR" && amount > 100',
    'amount in [1, 2] && currency == "EUR"',
    'amount > followUps && currency == "EUR"',
    'int(amount) > 1',
    'string(amount) == "1"',
    'amount > win.amount',
    'amount - win.amount > 0',
    'currency == "EUR" && win.currency == "USD" && amount > win.amount',
    'currency == "EUR" && amount > 0.123456789012345',
    'currency == "EUR" && amount > 12345678901.12345678',
    '(currency == "EUR" ? amount : win.amount) > 1 && win.currency == "USD"',
    'share > score',
  ])('R6.8 says that amounts are mixed in: %s', (source) => expect(open(source)).toHaveLength(1));

  it.each([
    'amount > 0 && amount != 0.0 && amount != null',
    'currency == "EUR" && amount > 100',
    'amount > 100 && live && "EUR" == currency',
    'currency != "EUR" || amount > 100',
    'currency == "EUR" ? amount > 100 : currency == "USD" && amount > 110',
    '!(currency != "EUR" || followUps < 1) && int(amount) > 100',
    'currency in ["EUR"] && amount >= -12.5',
    '(currency == "EUR" ? amount : null) > 100',
    'amount - amount > 0 || amount + amount == amount',
    'currency == "EUR" && win.currency == "EUR" && amount > win.amount',
    'share > 0.5 && share + share < 1',
  ])('R6.8 takes as one currency: %s', (source) => expect(open(source)).toEqual([]));

  it('keeps every digit of a number in a formula', () => {
    const text = (source: string) => namesAndNumbers(parseFormula(source).formula!);
    expect(text('m * 0.12345678901234567890 + 1.50 - 20.0 / 1e3')).toBe('m * 0.1234567890123456789 + 1.5 - 20 / 1000');
  });

  it('R6.8 takes a currency that is known besides, and says at which place one is missing and what to write', () => {
    expect(open('live &&\n  amount > 100')).toEqual(['2:3']);
    expect(open('live &&\n  amount > 100', { currency: 'EUR' })).toEqual([]);
    expect(open('amount > win.amount', { currency: 'EUR', 'win.currency': 'EUR' })).toEqual([]);
    expect(open('amount > win.amount', { currency: 'EUR', 'win.currency': 'USD' })).toHaveLength(1);
    const [problem] = compileCel('win.amount > 100', schema).amountProblems(new Map());
    expect(problem!.message).toContain('`win.currency == "EUR" && …`');
    expect([...compileCel('!(currency != "EUR") && live', schema).fixes]).toEqual([['currency', 'EUR']]);
  });

  it('keeps what is unknown unknown', () => {
    expect(run('followUps > 1')).toBeNull();
    expect(run('!(followUps > 1)')).toBeNull();
    expect(run('channel == "web"')).toBe(false);
    expect(run('channel != "web"')).toBe(true);
    expect(run('channel == null || followUps > 1')).toBe(true);
    expect(run('attributes.region == "EMEA"', { attributes: {} })).toBe(false);
    expect(run('int(row.state)', { row: { state: 'x' } })).toBeNull();
    for (const state of ['', ' 7', '2.5', '0x10', '1e3', '99999999999999999999', 'inf'])
      expect([state, run('int(row.state)', { row: { state } })]).toEqual([state, null]);
    expect(['', 'nan', 'inf', '0x10', '2.5', '-1e3'].map((state) => run('double(row.state)', { row: { state } }))).toEqual([
      null,
      null,
      null,
      null,
      2.5,
      -1000,
    ]);
  });

  it('R3.1 changes the letters of ASCII alone, and writes a number in the shortest digits', () => {
    const of = (source: string, state: unknown) => compileCel(source, { state: 'string', x: 'double' }).evaluate({ state, x: state });
    expect(['ß É z', 'ﬁ'].map((state) => of('state.upperAscii()', state))).toEqual(['ß É Z', 'ﬁ']);
    expect(of('state.lowerAscii()', 'STRAẞE \u212a')).toBe('straẞe \u212a');
    const numbers = [1, -0, 0.1, 0.0001, 0.00001, 1e15, 1e16, 1.5e-7, 1e100, -2.5];
    const texts = ['1', '0', '0.1', '0.0001', '1e-05', '1000000000000000', '1e+16', '1.5e-07', '1e+100', '-2.5'];
    expect(numbers.map((x) => of('string(x)', x))).toEqual(texts);
    expect(compileCel('duration("277777778h") > hours(1)', {}).problems).toMatchObject([{ code: 'CEL.TYPE' }]);
  });

  it('names every problem with line, column and the nearest known name', () => {
    const { problems } = compileCel('chanel == "web" &&\n  folowUps > "3" && row.stat == ""', schema);
    expect(problems.map(({ code, line, column, nearest }) => ({ code, line, column, nearest }))).toEqual([
      { code: 'CEL.UNKNOWN_NAME', line: 1, column: 1, nearest: 'channel' },
      { code: 'CEL.UNKNOWN_NAME', line: 2, column: 3, nearest: 'followUps' },
      { code: 'CEL.UNKNOWN_NAME', line: 2, column: 21, nearest: 'state' },
    ]);
    expect(compileCel('channel ==\n && live', schema).problems[0]).toMatchObject({ code: 'CEL.SYNTAX', line: 2, column: 2 });
    expect(compileCel('channel ==', schema).problems[0]!.message).toContain('ends too early');
  });

  it.each([
    ['channel.matches("^(a+)+$")', 'CEL.FORBIDDEN'],
    ['has(attributes.x)', 'CEL.FORBIDDEN'],
    ['followUps / 0 > 1', 'CEL.DIVISION'],
    ['score / score > 1.0', 'CEL.DIVISION'],
    ['amount + followUps > 1', 'CEL.TYPE'],
    ['channel > 3', 'CEL.TYPE'],
    ['channel == 3', 'CEL.TYPE'],
    ['channel in ["a", 3]', 'CEL.TYPE'],
    ['[1, 2].exists(x, x == 1)', 'CEL.UNKNOWN_NAME'],
    ['timestamp(channel) < wonAt', 'CEL.TYPE'],
    ['duration("3 days") < delay', 'CEL.TYPE'],
    ['chanel.startWith("a")', 'CEL.UNKNOWN_NAME'],
    ['(((('.repeat(40), 'CEL.TOO_LARGE'],
    [`channel == "${'x'.repeat(11_000)}"`, 'CEL.TOO_LARGE'],
  ])('refuses %.40s', (source, code) => expect(codes(source)).toContain(code));

  it('refuses an expression that is not of the type asked for', () => {
    expect(compileCel('followUps', schema, { result: 'bool' }).problems[0]).toMatchObject({ code: 'CEL.TYPE', line: 1, column: 1 });
  });

  it('says which facts it reads', () => {
    expect(compileCel('attributes.a == 1 && (live || attributes.a == 2)', schema).references).toEqual([['attributes', 'a'], ['live']]);
  });
});
