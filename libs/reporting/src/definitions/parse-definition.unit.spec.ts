import { noVocabularies } from '#libs/governance';
import { libraryOf } from '../testing/vocabularies.features.js';
import { parseDefinition } from './parse-definition.js';

const base = ['definition: d', 'title: T', 'entity: deal', 'date: closed', 'measure: count'];
const problems = (...lines: string[]): unknown[] =>
  parseDefinition(`${lines.join('\n')}\n`).problems.map(({ code, line, column }) => [code, line, column]);
const only = (line: string, ...without: string[]): string[] => [
  ...base.filter((each) => !without.some((key) => each.startsWith(`${key}:`))),
  line,
];

describe('a definition document', () => {
  it('compiles where it is right', () => expect(problems(...base)).toEqual([]));

  it('counts its entity where it names no unit', () => {
    const unitOf = (entity: string, date: string) =>
      parseDefinition(`definition: d\ntitle: T\nentity: ${entity}\ndate: ${date}\nmeasure: count\n`).definition?.unit;
    expect([unitOf('inquiry', 'received'), unitOf('follow_up', 'made')]).toEqual(['inquiries', 'follow ups']);
  });

  it('R3.17 works out in what a formula comes out', () => {
    const unitOf = (formula: string) =>
      parseDefinition(
        `definition: d\ntitle: T\nentity: deal\ndate: closed\nmeasures:\n  v: { formula: ${formula} }\n  n: count\n  won: { ratio: { of: outcome == "won" } }\n  value: { sum: amount }\n  cycle: { mean: cycle, unit: days }\n`,
      ).definition?.unit;
    expect(
      ['n * won * value / n / cycle', 'value / cycle * cycle', 'n / cycle', 'cycle * 2', 'value / value', '1 - won'].map(unitOf),
    ).toEqual(['money per day', 'money', 'per day', 'days', 'deals', 'deals']);
  });

  it('is refused with every problem, each at its line and column and with the nearest known name', () => {
    const { problems: found } = parseDefinition(
      'definition: d\ntitle: T\nentity: deal\ndate: closd\nterms:\n  won: "outcom == \\"won\\""\n  big: amount > 10 && stag == "x"\nmesure: count\n',
    );
    expect(found.map(({ code, line, column, nearest }) => [code, line, column, nearest])).toEqual([
      ['DEFINITION.MISSING', 1, 1, undefined],
      ['DEFINITION.UNKNOWN_VALUE', 4, 7, 'closed'],
      ['CEL.UNKNOWN_NAME', 6, 9, 'outcome'],
      ['CEL.UNKNOWN_NAME', 7, 23, undefined],
      ['DEFINITION.UNKNOWN_KEY', 8, 1, 'measure'],
    ]);
  });

  it('R4.9 says what is wrong beside an unknown entity, and has one beginning for all its codes', () => {
    const { problems: found } = parseDefinition(
      'definition: My Leads\ntitle: T\nentity: leed\ndate: captured\nzone: Europe/Berln\nterms:\n  a: chanel == "social"\n  b: channel ==\nmeasure: coun\n',
    );
    expect(found.map(({ code, line, nearest }) => [code, line, nearest])).toEqual([
      ['DEFINITION.NAME', 1, undefined],
      ['DEFINITION.UNKNOWN_VALUE', 3, 'lead'],
      ['DEFINITION.ZONE', 5, undefined],
      ['CEL.SYNTAX', 8, undefined],
      ['DEFINITION.UNKNOWN_VALUE', 9, 'count'],
    ]);
  });

  it('R6.8 compares money with a number where it fixes the currency, by a term, a conversion or a relation', () => {
    const big = 'measures: { big: { count: amount > 100 }, small: { count: amount <= 100 } }';
    expect(problems(...only(big, 'measure'), 'terms: { euros: currency == "EUR" }')).toEqual([]);
    expect(problems(...only(big, 'measure'), 'convert: { to: EUR, at: closed, rates: ecb }')).toEqual([]);
    const related = 'related: { win: { entity: deal, date: closed, when: ever, where: currency == "EUR" } }';
    expect(problems(...base, related, 'terms: { t: win.amount > 100 }')).toEqual([]);
    expect(problems(...base, 'terms: { euros: currency == "EUR" }', related.replace('==', '!='))).toEqual([]);
    const ranges = parseDefinition(
      [...base, 'terms: { euros: currency == "EUR" }', 'dimensions: { size: { of: amount, buckets: [0, 100, 1000] } }', ''].join('\n'),
    );
    expect(ranges.definition?.dimensions[0]?.buckets?.labels).toEqual([
      'under 0 EUR',
      '0 to under 100 EUR',
      '100 to under 1000 EUR',
      '1000 EUR or more',
    ]);
  });

  it('R6.8 says where and what to write instead; of a version on record it takes what was accepted once', () => {
    const document = `${only('terms:', 'measure').join('\n')}\n  won: outcome == "won"\n  big: 'live != true && amount > 100'\nmeasure: count\n`;
    const open = document.replace('live != true', 'returns == 0');
    const [problem, ...others] = parseDefinition(open).problems;
    expect([problem!.line, problem!.column, others]).toEqual([7, 25, []]);
    expect(problem!.message).toContain('`currency == "EUR" && …`');
    const recorded = { library: noVocabularies, otherwise: () => undefined, isOnRecord: true } as const;
    expect(parseDefinition(open, recorded).problems).toEqual([]);
  });

  it('R6.8 judges what a document is split by like its other parts, and names what is not there', () => {
    const sizes = libraryOf('vocabulary: sizes\ntitle: Sizes\ncodes: { round: Round }\n');
    const given = { library: sizes, otherwise: sizes.newestBefore(Infinity) };
    const document = (...more: string[]): string => `${[...base, ...more].join('\n')}\n`;
    const split = `by: ['code(string(amount), "sizes")', outcom, month]`;
    const found = parseDefinition(document(split), given).problems;
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['DEFINITION.DIMENSION', base.length + 1, 6],
      ['DEFINITION.DIMENSION', base.length + 1, 39],
    ]);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('`currency == "EUR" && …`'),
      expect.stringContaining('did you mean outcome?'),
    ]);
    expect(parseDefinition(document(split), { ...given, isOnRecord: true }).problems).toEqual([]);
    expect(parseDefinition(document('terms: { e: currency == "EUR" }', split.replace('outcom', 'outcome')), given).problems).toEqual([]);
  });

  it('R4.9 says where a name is taken and what to write instead; of a version on record it takes what was accepted once', () => {
    const document = [
      ...base,
      'terms:',
      '  few: follow_ups < 99999999999999999999',
      'distinct: { per: [] }',
      'dimensions:',
      '  count: channel',
      '',
    ];
    expect(parseDefinition(document.join('\n')).problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['CEL.TYPE', 7, 21],
      ['DEFINITION.DISTINCT', 8, 18],
      ['DEFINITION.NAME', 10, 3],
    ]);
    expect(parseDefinition(document.join('\n')).problems.at(-1)!.message).toContain('take another name, such as count_group');
    const recorded = { library: noVocabularies, otherwise: () => undefined, isOnRecord: true } as const;
    expect(parseDefinition(document.join('\n'), recorded).problems).toEqual([]);
  });

  it('takes a dimension that is the very fact of its name', () =>
    expect(problems(...base, 'dimensions: { currency: currency, channel: channel, most: follow_ups > 9223372036854775807 }')).toEqual([]));

  it.each([
    ['two date bases', only('date: [opened, closed]', 'date'), 'DEFINITION.TWO_DATE_BASES'],
    ['division by a fact', only('terms: { t: follow_ups / inquiries > 1 }'), 'CEL.DIVISION'],
    ['division by zero', only('terms: { t: follow_ups / 0 > 1 }'), 'CEL.DIVISION'],
    ['money added to a count', only('measure: { sum: amount + follow_ups }', 'measure'), 'CEL.TYPE'],
    ['money beside counts', only('measures: { a: { sum: amount }, b: count }', 'measure'), 'DEFINITION.MIXED'],
    ['a measure of text', only('measure: { sum: outcome }', 'measure'), 'DEFINITION.MEASURE'],
    ['a unit of what is no duration', only('measure: { sum: follow_ups, unit: days }', 'measure'), 'DEFINITION.MEASURE'],
    ['a measure that is not exact', only('measure: { mean: double(follow_ups) }', 'measure'), 'DEFINITION.MEASURE'],
    ['two measures at once', only('measure: { sum: follow_ups, mean: follow_ups }', 'measure'), 'DEFINITION.MEASURE'],
    ['a percentile over 100', only('measure: { percentile: 101, of: cycle }', 'measure'), 'DEFINITION.MEASURE'],
    ['an unknown method', only('measure: { median: cycle, method: lineal }', 'measure'), 'DEFINITION.UNKNOWN_VALUE'],
    ['an unknown zone', only('zone: Mars/Olympus'), 'DEFINITION.ZONE'],
    ['a distinct rule over a number', only('distinct: { per: [follow_ups] }'), 'DEFINITION.DISTINCT'],
    ['a distinct rule of no facts', only('distinct: { per: [] }'), 'DEFINITION.DISTINCT'],
    ['a window without since', only('distinct: { per: [person], window: { days: 30 } }'), 'DEFINITION.MISSING'],
    ['a regular expression', only('terms: { t: outcome.matches("(a+)+$") }'), 'CEL.FORBIDDEN'],
    ['a dimension named like the calendar', only('dimensions: { month: outcome }'), 'DEFINITION.NAME'],
    ['a dimension named like another fact', only('dimensions: { outcome: channel }'), 'DEFINITION.NAME'],
    [
      'a dimension named like the fact that it has ranges of',
      only('dimensions: { follow_ups: { of: follow_ups, buckets: [1] } }'),
      'DEFINITION.NAME',
    ],
    [
      'a dimension named like a relation',
      only('related: { r: { entity: follow_up } }').concat('dimensions: { r: channel }'),
      'DEFINITION.NAME',
    ],
    [
      'a dimension named like a measure',
      only('measures: { n: count, m: count }', 'measure').concat('dimensions: { m: channel }'),
      'DEFINITION.NAME',
    ],
    ['a dimension named currency that is another fact', only('dimensions: { currency: channel }'), 'DEFINITION.NAME'],
    ['a dimension named like what is said of a row', only('dimensions: { value: channel }'), 'DEFINITION.NAME'],
    ['a dimension without a name', only('dimensions: { "": channel }'), 'DEFINITION.NAME'],
    ['a dimension named like an attribute', only('dimensions: { attributes.product: channel }'), 'DEFINITION.NAME'],
    ['a whole number of more than 64 bits', only('terms: { t: follow_ups < 9223372036854775808 }'), 'CEL.TYPE'],
    ['an unknown entity', only('entity: dael', 'entity'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a related name that is a fact', only('related: { outcome: { entity: follow_up } }'), 'DEFINITION.NAME'],
    ['a moment that is not there', only('durations: { d: { from: opend, to: closed } }'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a duration named like a fact', only('durations: { cycle: { from: opened, to: closed } }'), 'DEFINITION.NAME'],
    ['a duration without its end', only('durations: { d: { from: opened } }'), 'DEFINITION.MISSING'],
    [
      'credit where rows say whose they are',
      ['definition: d', 'title: T', 'entity: assignment', 'measure: count', 'credit: today'],
      'DEFINITION.CREDIT',
    ],
    ['an unknown credit', only('credit: at_signing'), 'DEFINITION.UNKNOWN_VALUE'],
    ['buckets that do not ascend', only('dimensions: { n: { of: follow_ups, buckets: [3, 1] } }'), 'DEFINITION.BUCKETS'],
    ['buckets of text', only('dimensions: { n: { of: outcome, buckets: [1, 3] } }'), 'DEFINITION.DIMENSION'],
    ['a dimension without buckets', only('dimensions: { n: { of: follow_ups } }'), 'DEFINITION.BUCKETS'],
    ['a bound with within and no direction', only('related: { r: { entity: follow_up, when: ever, within: 3d } }'), 'DEFINITION.SHAPE'],
    ['the zeroth of its kind', only('related: { r: { entity: follow_up, pick: 0 } }'), 'DEFINITION.SHAPE'],
    ['an unknown date of a relation', only('related: { r: { entity: stage_visit, date: lef } }'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a row a day as a relation', only('related: { r: { entity: ownership_day } }'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a mark that is neither true nor false', only('gameable: perhaps'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a formula of one measure', only('measure: { formula: 1 + 1 }', 'measure'), 'DEFINITION.FORMULA'],
    ['a formula that divides by 0', only('measures: { v: { formula: n / 0.0 }, n: count }', 'measure'), 'DEFINITION.FORMULA'],
    ['a formula of what is not measured', only('measures: { v: { formula: n * m }, n: count }', 'measure'), 'DEFINITION.FORMULA'],
    ['a formula that is more than arithmetic', only('measures: { v: { formula: "n > 1 ? n : 0" }, n: count }', 'measure'), 'CEL.FORBIDDEN'],
    ['money added to a number', only('measures: { v: { formula: m + n }, m: { sum: amount }, n: count }', 'measure'), 'DEFINITION.FORMULA'],
    ['money times money', only('measures: { v: { formula: m * m }, m: { sum: amount } }', 'measure'), 'DEFINITION.FORMULA'],
    [
      'days beside hours',
      only('measures: { v: { formula: a / b }, a: { sum: cycle }, b: { mean: cycle, unit: hours } }', 'measure'),
      'DEFINITION.FORMULA',
    ],
    [
      'a condition of a ratio beside it',
      only('measure: { ratio: { of: assignments > 1 }, where: follow_ups > 1 }', 'measure'),
      'DEFINITION.MEASURE',
    ],
    [
      'a conversion of what has no money',
      ['definition: d', 'title: T', 'entity: lead', 'date: captured', 'measure: count', 'convert: { to: EUR, at: captured, rates: ecb }'],
      'DEFINITION.CONVERT',
    ],
    ['a conversion at no time', only('convert: { to: EUR, at: signed, rates: ecb }'), 'DEFINITION.UNKNOWN_VALUE'],
    ['a conversion into no currency', only('convert: { to: euro, at: closed, rates: ecb }'), 'DEFINITION.SHAPE'],
    [
      'money of a related row',
      [
        'definition: d',
        'title: T',
        'entity: lead',
        'date: captured',
        'related: { win: { entity: deal, date: closed } }',
        'measure: { sum: win.amount }',
      ],
      'DEFINITION.MEASURE',
    ],
    ['a pipeline as a relation', only('related: { r: { entity: pipeline_deal } }'), 'DEFINITION.UNKNOWN_VALUE'],
    ['money of any currency beside a number', only('terms: { big: amount > 100 }'), 'CEL.CURRENCY'],
    ['money of any currency in a measure', only('measure: { count: amount > 100 }', 'measure'), 'CEL.CURRENCY'],
    ['money that becomes a number', only('measure: { sum: int(amount) }', 'measure'), 'CEL.CURRENCY'],
    ['money in any currency as a dimension', only("dimensions: { size: \"amount > 1000.0 ? 'big' : 'small'\" }"), 'CEL.CURRENCY'],
    ['ranges of money in any currency', only('dimensions: { size: { of: amount, buckets: [100, 1000] } }'), 'DEFINITION.DIMENSION'],
    ['money as a dimension', only('dimensions: { size: amount }'), 'DEFINITION.DIMENSION'],
    ['money of any currency in a relation', only('related: { r: { entity: deal, when: ever, where: amount > 5 } }'), 'CEL.CURRENCY'],
    ['money beside a count', only('terms: { t: \'currency == "EUR" && amount > follow_ups\' }'), 'CEL.CURRENCY'],
    [
      'a currency beside a conversion into another',
      only('terms: { t: currency == "USD" }', 'x').concat('convert: { to: EUR, at: closed, rates: ecb }'),
      'CEL.CURRENCY',
    ],
    ['a key twice', only('title: again'), 'DEFINITION.SYNTAX'],
    ['no YAML', ['definition: [d'], 'DEFINITION.SYNTAX'],
    ['a list', ['- a'], 'DEFINITION.SHAPE'],
    ['too long a text', [`# ${'x'.repeat(70_000)}`], 'DEFINITION.TOO_LARGE'],
  ])('refuses %s', (_, lines, code) => expect(problems(...lines).map((problem) => (problem as string[])[0])).toContain(code));

  it('says of what is no YAML only where it stops being that, not what it seems to lack', () =>
    expect(problems('definition: d', 'measure: [count')).toEqual([['DEFINITION.SYNTAX', 3, 1]]));
});
