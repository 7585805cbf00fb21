import { isMap, type Node, type YAMLMap } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { type Measure, type NamedMeasure } from './definition.js';
import { isPerCurrency } from './measure-unit.js';
import { parseFormulaMeasure } from './parse-formula-measure.js';
import { parseMeasure } from './parse-measure.js';

/** `measure`, or `measures` by name: those of rows, and those that a formula makes of the others. */
export function parseMeasures(yaml: DocumentReader, root: YAMLMap, schema: FactSchema): NamedMeasure[] {
  const many = yaml.get(root, 'measures');
  if (many === null) {
    const node = yaml.get(root, 'measure');
    if (isFormula(yaml, node)) yaml.add(node, 'FORMULA', 'A formula is made of named measures: write `measures`, the formula first');
    const measure = isFormula(yaml, node) ? null : parseMeasure(yaml, node, schema);
    if (measure) refuseForeignMoney(yaml, node, measure);
    return measure ? [{ name: measure.kind, measure }] : [];
  }
  if (yaml.get(root, 'measure') !== null) yaml.add(many, 'MEASURE', 'Either `measure` or `measures` (the first is the value), not both');
  const entries = yaml.entries(many, 'measures');
  const ofRows = entries.flatMap(({ name, value }): NamedMeasure[] => {
    const measure = isFormula(yaml, value) ? null : parseMeasure(yaml, value, schema);
    return measure ? [{ name, measure }] : [];
  });
  const broken = entries.flatMap(({ name, value }) => (isFormula(yaml, value) || ofRows.some((each) => each.name === name) ? [] : [name]));
  const formulas = entries.flatMap(({ name, value }): NamedMeasure[] => {
    if (!isFormula(yaml, value)) return [];
    const measure = parseFormulaMeasure(yaml, value as YAMLMap, ofRows, broken);
    return measure ? [{ name, measure }] : [];
  });
  const all = [...ofRows, ...formulas];
  for (const { name, measure } of ofRows) refuseForeignMoney(yaml, entries.find((each) => each.name === name)?.value ?? null, measure);
  const money = all.filter(({ measure }) => isPerCurrency(measure));
  if (formulas.length === 0 && money.length > 0 && money.length < all.length)
    yaml.add(
      many,
      'MIXED',
      'Money and counts are not mixed in one definition: money is always split by currency; make two definitions, or a formula of both',
    );
  return entries.flatMap(({ name }) => all.find((measure) => measure.name === name) ?? []);
}

const isFormula = (yaml: DocumentReader, node: Node | null): boolean => isMap(node) && yaml.get(node, 'formula') !== null;

/** The currency by which money is split is that of the row. */
function refuseForeignMoney(yaml: DocumentReader, node: Node | null, measure: Measure): void {
  if (!isPerCurrency(measure) || !('value' in measure)) return;
  if (measure.value.references.some((path) => path.length > 1 && path.at(-1) === 'amount'))
    yaml.add(
      node,
      'MEASURE',
      'Money is that of the row itself: of a related row it is not known in which currency; count the deals instead',
    );
}
