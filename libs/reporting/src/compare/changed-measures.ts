import { type Definition } from '../definitions/definition.js';
import { measureInWords } from '../render/definition-in-words.js';

/** A measure that the two sides of a comparison compute differently, so that the number may move where no row does. Null: the side has none of this name. */
export interface ChangedMeasure {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Measured = Pick<Definition, 'measures'>;

/** Measures whose words differ. The first is the value of the report, whatever it is called; the others are known by their names. */
export function changedMeasures(before: Measured, after: Measured): ChangedMeasure[] {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  const { name: value } = after.measures[0];
  const further = [...was.further.keys(), ...is.further.keys()];
  const all = [
    { name: value, before: was.value, after: is.value },
    ...[...new Set(further)].map((name) => ({ name, before: was.further.get(name) ?? null, after: is.further.get(name) ?? null })),
  ];
  return all.filter((each) => each.before !== each.after);
}

function wordsOf({ measures: [first, ...others] }: Measured) {
  return {
    value: measureInWords(first.measure),
    further: new Map(others.map(({ name, measure }) => [name, measureInWords(measure)])),
  };
}
