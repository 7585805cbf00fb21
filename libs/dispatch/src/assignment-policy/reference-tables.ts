import { type FactDeclaration } from '#libs/expressions';
import { repSchema } from './assignment-facts.js';

const saidOf: Readonly<Record<string, string>> = {
  source: 'specific origin: campaign, ad, page, partner',
  channel: 'broad medium: search, social, email, referral, direct, phone …',
  medium: 'how it reached us: form, call, mail',
  campaign: 'the campaign, where the sender named one',
  region: 'attribute of the inquiry, where it is a text',
  territory: 'attribute of the inquiry, where it is a text',
  industry: 'attribute of the inquiry, where it is a text',
  product: 'attribute of the inquiry, where it is a text',
  language: 'attribute of the inquiry, where it is a text',
  topic: 'attribute of the inquiry, where it is a text: what it asks about',
  size: 'attribute of the inquiry, where it is a number: people in the company',
  turnover: 'attribute of the inquiry, where it is a number',
  value: 'attribute of the inquiry, where it is a number: what the lead is thought to be worth',
  vip: 'attribute of the inquiry, where it is true or false',
  repeat: 'the person has written before or has another lead',
  inquiries: 'inquiries on this lead so far',
  attributes: 'every attribute by its name: `attributes.budget_band`',
  'time.weekday': '`mon` to `sun`, in the zone of the team',
  'time.hour': '0 to 23',
  'time.minute': '0 to 59',
  'time.date': '`2026-04-06`',
  'time.month': '1 to 12',
  'time.open': 'the team is at work',
  'rep.id': 'the rep',
  'rep.role': 'in the team that is asked',
  'rep.openLoad': 'leads that the rep owns and that are not closed',
  'rep.attributes': 'of the profile, by name: `rep.attributes.languages`',
};

/** The table of facts in `docs/reference/policies.md`, from the schema by which conditions are compiled. */
export function factTable(): string {
  const lines = Object.entries(repSchema([])).flatMap(([name, declaration]) => linesOf(name, declaration));
  return ['| fact | type | what it says |', '|---|---|---|', ...lines].join('\n');
}

function linesOf(name: string, declaration: FactDeclaration): readonly string[] {
  if (typeof declaration === 'string') return [line(name, declaration)];
  if (declaration.open !== undefined) return [line(name, 'attributes')];
  return Object.entries(declaration.fields).flatMap(([field, of]) => linesOf(`${name}.${field}`, of));
}

function line(name: string, type: string): string {
  const said = saidOf[name];
  if (said === undefined) throw new Error(`Say in reference-tables.ts what ${name} is`);
  return `| \`${name}\` | ${type} | ${said} |`;
}
