import { VocabularyLibrary } from '#libs/governance';
import { parseDefinition } from '../definitions/parse-definition.js';
import { pageTerms } from '../testing/page-terms.features.js';
import { parseTerm } from './parse-term.js';

const document = (use: string, entity = 'lead', more = ''): string =>
  `definition: d\ntitle: T\nentity: ${entity}\ndate: ${entity === 'lead' ? 'captured' : 'received'}\nterms:\n  valid: ${use}\nmeasure: count\n${more}`;
const term = (clauses: string, more = '', name = 'valid_lead'): string =>
  `term: ${name}\ntitle: T\nentity: lead\n${more}clauses:\n${clauses}`;
const page = (...documents: string[]): string => documents.map((each) => `\`\`\`yaml\n${each}\`\`\`\n`).join('\n');
const vocabulary = 'vocabulary: places\ntitle: P\ncodes: { a: A }\n';
const version = (number: number) => ({
  version: number,
  document: vocabulary,
  documentHash: String(number),
  effectiveFrom: '2026-01-01',
  reason: '',
  publishedAt: '',
  publishedBy: '',
  revision: number,
  position: number,
});
const library = new VocabularyLibrary([{ name: 'places', versions: [version(1), version(2)] }]);
const read = (text: string, ...terms: string[]) =>
  parseDefinition(text, { library, terms: pageTerms(page(...terms)), otherwise: library.newestBefore(Infinity) });
const problemsOf = (text: string, ...terms: string[]) => read(text, ...terms).problems.map(({ code, line }) => [code, line]);
const reachable = term('  reachable: valid_contact_points > 0\n  not_a_test: source != "test"\n');

describe('R0.13 a definition that uses a term', () => {
  it('has its clauses as its own, each with its name', () => {
    const { definition } = read(document('{ use: valid_lead@1 }'), reachable);
    expect(definition?.terms.map(({ name, expression }) => [name, expression.source])).toEqual([
      ['valid.reachable', 'valid_contact_points > 0'],
      ['valid.not_a_test', 'source != "test"'],
    ]);
    expect(definition?.uses).toMatchObject([{ name: 'valid_lead', version: 1 }]);
  });

  it('means the version in force by the name alone, and all clauses at once where one condition stands', () => {
    const narrower = term('  by_search: channel == "search" // and nothing else\n  won: outcome == "won"\n');
    const text = document('source != "x"', 'lead', '').replace('measure: count', 'measure: { count: { use: valid_lead } }');
    const { definition } = read(text, reachable, narrower);
    const [{ measure }] = definition!.measures;
    const count = (row: object) => (measure.kind === 'count' ? measure.of?.evaluate(row as never) : undefined);
    expect(definition!.uses).toMatchObject([{ version: 2 }]);
    expect(count({ channel: 'search', outcome: 'won' })).toBe(true);
    expect(count({ channel: 'search', outcome: 'lost' })).toBe(false);
    expect(count({ channel: 'mail', outcome: 'won' })).toBe(false);
  });

  it.each([
    ['no such term, with the nearest', document('{ use: valid_leed }'), 'DEFINITION.TERM'],
    ['no such version', document('{ use: valid_lead@7 }'), 'DEFINITION.TERM'],
    ['what is no name', document('{ use: [valid_lead] }'), 'DEFINITION.SHAPE'],
    ['a mapping that names none', document('{ us: valid_lead }'), 'DEFINITION.UNKNOWN_KEY'],
    ['a term about other rows', document('{ use: valid_lead@1 }', 'follow_up').replace('received', 'made'), 'DEFINITION.TERM'],
    [
      'a term where a value stands',
      document('source != "x"', 'lead', 'dimensions: { d: { use: valid_lead@1 } }\n'),
      'DEFINITION.UNKNOWN_KEY',
    ],
    [
      'two versions of one term',
      document('{ use: valid_lead@1 }', 'lead', '').replace('measure: count', 'measure: { count: { use: valid_lead@2 } }'),
      'DEFINITION.TERM',
    ],
  ])('refuses %s', (_, text, code) => {
    expect(problemsOf(text, reachable, reachable).map(([found]) => found)).toContain(code);
  });

  it('asks the version of a vocabulary that its term means, unless it says another itself; terms that disagree are refused', () => {
    const [one, two] = [1, 2].map((number) =>
      term('  here: code(source, "places") == "a"\n', `vocabularies: { places: ${number} }\n`, `here_${number}`),
    );
    const asked = (text: string) => read(text, one!, two!).definition?.vocabularies.map((each) => each.version);
    expect(asked(document('{ use: here_1@1 }'))).toEqual([1]);
    expect(asked(document('{ use: here_1@1 }', 'lead', 'vocabularies: { places: 2 }\n'))).toEqual([2]);
    const both = document('{ use: here_1@1 }\n  also: { use: here_2@1 }');
    expect(problemsOf(both, one!, two!)).toEqual([['DEFINITION.VOCABULARY', 7]]);
    expect(asked(`${both}vocabularies: { places: 1 }\n`)).toEqual([1]);
  });
});

describe('R6.8 amounts in a term', () => {
  const big = (clauses: string): string => `term: big\ntitle: T\nentity: deal\nclauses:\n${clauses}`;
  const given = { library, otherwise: library.newestBefore(Infinity) };
  const using = `definition: d\ntitle: T\nentity: deal\ndate: closed\nterms:\n  big: { use: big@1 }\nmeasure: count\n`;
  const open = big('  big: amount > 100\n');
  const sure = big('  euros: currency == "EUR"\n  big: amount > 100\n');

  it('need one currency in the term itself, since a word means one thing in every definition', () => {
    expect(parseTerm(open, given).problems.map(({ code, line, column }) => [code, line, column])).toEqual([['CEL.CURRENCY', 5, 8]]);
    expect(parseTerm(sure, given).problems).toEqual([]);
  });

  it('are in that currency where the term is used; what is on record leaves it to the definition', () => {
    const refused = [['DEFINITION.TERM', 6]];
    expect(problemsOf(using, sure)).toEqual([]);
    expect(problemsOf(using, open)).toEqual(refused);
    expect(problemsOf(`${using}convert: { to: EUR, at: closed, rates: ecb }\n`, open)).toEqual([]);
    expect(problemsOf(`${using}convert: { to: USD, at: closed, rates: fed }\n`, sure)).toEqual(refused);
  });
});

describe('R0.13 a term', () => {
  it('is refused with every problem, and each clause is checked over each of its entities', () => {
    const given = { library, otherwise: library.newestBefore(Infinity) };
    const wrong = 'term: Valid\ntitle: T\nentity: [lead, follow_up, led]\nclauses:\n  a: valid_contact_points > 0\n  b: source\nuse: x\n';
    expect(parseTerm(wrong, given).problems.map(({ code, line }) => [code, line])).toEqual([
      ['DEFINITION.NAME', 1],
      ['DEFINITION.UNKNOWN_VALUE', 3],
      ['CEL.UNKNOWN_NAME', 5],
      ['CEL.TYPE', 6],
      ['CEL.UNKNOWN_NAME', 6],
      ['DEFINITION.UNKNOWN_KEY', 7],
    ]);
    const beyond = 'term: few\ntitle: T\nentity: lead\nclauses:\n  a: follow_ups < 9223372036854775808\n';
    expect(parseTerm(beyond, given).problems.map(({ code, line, column }) => [code, line, column])).toEqual([['CEL.TYPE', 5, 19]]);
    expect(parseTerm('term: x\n', given).problems.map(({ code }) => code)).toEqual(Array(3).fill('DEFINITION.MISSING'));
  });
});
