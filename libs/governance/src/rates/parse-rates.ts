import { type Node, type YAMLMap } from 'yaml';
import { type DocumentProblem, DocumentReader } from '#libs/expressions';
import { type RatesVersion } from './rates-state.js';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const CURRENCY = /^[A-Z]{3}$/;
const RATE = /^\d{1,9}(\.\d{1,8})?$/;
/** Rates of thirty currencies for ten years of working days fit. */
const MAX_DOCUMENT = 2_000_000;

type RatesDocument = Pick<RatesVersion, 'name' | 'to' | 'holdsDays' | 'rates'>;

export type ParsedRates =
  | { readonly rates: RatesDocument; readonly problems: readonly [] }
  | { readonly rates: null; readonly problems: readonly DocumentProblem[] };

/** Reads and checks a document of rates. Every problem is found, each with line and column. */
export function parseRates(source: string): ParsedRates {
  const yaml = new DocumentReader(source, { code: 'RATES', noun: 'A document of rates', key: 'rates' }, { maxLength: MAX_DOCUMENT });
  const root = yaml.root();
  const rates = root && documentOf(yaml, root);
  return rates && yaml.problems.length === 0 ? { rates, problems: [] } : { rates: null, problems: yaml.sorted() };
}

function documentOf(yaml: DocumentReader, root: YAMLMap): RatesDocument | null {
  yaml.onlyKeys(root, ['rates', 'title', 'describe', 'to', 'holds', 'currencies'], 'A document of rates');
  const name = yaml.text(yaml.get(root, 'rates'), 'rates (its name)', true);
  if (name !== null && !NAME.test(name))
    yaml.add(yaml.get(root, 'rates'), 'NAME', 'A name has lower-case letters, digits and _, starts with a letter, and is at most 64 long');
  yaml.text(yaml.get(root, 'title'), 'title', true);
  yaml.text(yaml.get(root, 'describe'), 'describe');
  const to = currencyOf(yaml, yaml.get(root, 'to'), yaml.text(yaml.get(root, 'to'), 'to (the currency that amounts become)', true));
  const holdsDays = holdsOf(yaml, yaml.get(root, 'holds'));
  const rates = yaml.entries(yaml.get(root, 'currencies'), 'currencies').flatMap(({ name: currency, key, value }) => {
    currencyOf(yaml, key, currency);
    if (currency === to) yaml.add(key, 'CURRENCY', `One ${to} is one ${to}: no rate is needed`);
    return yaml.entries(value, `The rates of ${currency}`).flatMap(({ name: from, key: day, value: node }) => {
      if (!isDate(from))
        yaml.add(day, 'DATE', `${from} is no date: the first day of a rate is written as year-month-day, such as 2026-03-02`);
      const rate = yaml.text(node, `The rate of ${currency} from ${from} on`, true);
      if (rate === null) return [];
      if (!RATE.test(rate) || Number(rate) === 0)
        yaml.add(node, 'RATE', `${rate} is no rate: what one ${currency} is worth in ${to}, above 0 and with at most 8 decimals`);
      return [{ currency, from, rate }];
    });
  });
  if (rates.length === 0) yaml.add(yaml.get(root, 'currencies'), 'MISSING', 'currencies is missing: `USD: { 2026-03-02: 0.9215 }`');
  if (name === null || to === null || holdsDays === null) return null;
  return { name, to, holdsDays, rates: rates.sort((a, b) => (`${a.currency} ${a.from}` < `${b.currency} ${b.from}` ? -1 : 1)) };
}

function currencyOf(yaml: DocumentReader, node: Node | null, text: string | null): string | null {
  if (text !== null && !CURRENCY.test(text))
    yaml.add(node, 'CURRENCY', `${text} is no currency: write the three letters of ISO 4217, such as EUR`);
  return text;
}

/** How old a rate may grow is the author's word: an old rate taken for today's gives a wrong number. */
function holdsOf(yaml: DocumentReader, node: Node | null): number | null {
  const text = yaml.text(node, 'holds (for how many days a rate is good: 7d, 31d)', true);
  if (text === null) return null;
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1] ?? 0);
  if (days > 0) return days;
  yaml.add(node, 'SHAPE', `holds is a number of days, such as 7d; ${text} is none`);
  return null;
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
