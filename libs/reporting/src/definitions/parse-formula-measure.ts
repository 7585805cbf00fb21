import { type YAMLMap } from 'yaml';
import { type DocumentReader, type Formula, formulaText, namesOf, nearestName, parseFormula } from '#libs/expressions';
import { type FormulaMeasure, type FormulaUnit, type NamedMeasure } from './definition.js';
import { isPerCurrency, plainNumber, unitInWords, unitOf } from './measure-unit.js';

/**
 * `{ formula: open * win_rate / cycle }` over the other measures of the document. Every name is looked up and every unit worked out. Nothing is said
 * of a formula over a measure that is `broken` itself: its own problem is.
 */
export function parseFormulaMeasure(
  yaml: DocumentReader,
  map: YAMLMap,
  measures: readonly NamedMeasure[],
  broken: readonly string[],
): FormulaMeasure | null {
  yaml.onlyKeys(map, ['formula'], 'A formula');
  const node = yaml.get(map, 'formula')!;
  const source = yaml.text(node, 'formula', true);
  if (source === null) return null;
  const { formula, problem } = parseFormula(source);
  if (problem) {
    yaml.addExpression(node, problem);
    return null;
  }
  const read = [...new Set(namesOf(formula).map(measureNamed))];
  if (read.some((name) => broken.includes(name))) return null;
  const byName = new Map(measures.map(({ name, measure }) => [name, measure]));
  const unknown = read.filter((name) => !byName.has(name));
  for (const name of unknown) {
    const nearest = nearestName(name, [...byName.keys()]);
    const hint = nearest ? `; did you mean ${nearest}?` : `; there are: ${[...byName.keys()].join(', ') || 'none'}`;
    yaml.add(node, 'FORMULA', `A formula is made of the measures of rows beside it; there is no ${name}${hint}`, nearest);
  }
  if (unknown.length > 0) return null;
  const refuse = (message: string): null => {
    yaml.add(node, 'FORMULA', message);
    return null;
  };
  const unit = formulaUnit(formula, (name) => unitOf(byName.get(measureNamed(name))!), refuse);
  if (!unit) return null;
  if (read.length === 0) return refuse('A formula is made of measures; this is a number');
  if (![0, 1].includes(unit.money) || Math.abs(unit.time) > 1)
    return refuse(`${source} comes out in money to the power of ${unit.money} and time to the power of ${unit.time}: that is no measure`);
  const perCurrency = read.some((name) => isPerCurrency(byName.get(name)!));
  return { kind: 'formula', formula, unit, perCurrency };
}

function formulaUnit(formula: Formula, unitOfName: (name: string) => FormulaUnit, refuse: (message: string) => null): FormulaUnit | null {
  if (formula.kind === 'number') return plainNumber;
  if (formula.kind === 'name') return unitOfName(formula.name);
  const [left, right] = [formula.left, formula.right].map((part) => formulaUnit(part, unitOfName, refuse));
  if (!left || !right) return null;
  const text = formulaText(formula);
  if (formula.op === '/' && formula.right.kind === 'number' && Number(formula.right.text) === 0)
    return refuse(`${text} divides by 0 and never has a value`);
  if (left.timeUnit !== null && right.timeUnit !== null && left.timeUnit !== right.timeUnit)
    return refuse(`${text}: ${left.timeUnit} and ${right.timeUnit} are not mixed; give both measures one unit`);
  if (formula.op === '+' || formula.op === '-') {
    if (left.money === right.money && left.time === right.time) return left;
    return refuse(`${text}: ${named(left)} and ${named(right)} are not added to each other`);
  }
  const sign = formula.op === '*' ? 1 : -1;
  const time = left.time + sign * right.time;
  return { money: left.money + sign * right.money, time, timeUnit: time === 0 ? null : (left.timeUnit ?? right.timeUnit) };
}

/** `total.given` is the measure `given` over the whole report. */
const measureNamed = (name: string): string => name.replace(/^total\./, '');

const named = (unit: FormulaUnit): string => unitInWords(unit) || 'a number';
