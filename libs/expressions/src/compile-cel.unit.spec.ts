import { compileCel } from './compile-cel.js';
import { type FactSchema } from './facts.js';

const schema: FactSchema = {
  channel: 'string',
  followUps: 'int',
  score: 'double',
  amount: 'money',
  live: 'bool',
  wonAt: 'timestamp',
  delay: 'duration',
  attributes: { fields: {}, open: 'dyn' },
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
