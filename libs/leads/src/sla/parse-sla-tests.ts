import { isMap, type Node, type YAMLMap } from 'yaml';
import { instantAt, instantOf, parseTestHours, parseTestInquiry } from '#libs/dispatch';
import { type DocumentReader } from '#libs/expressions';
import { answers, happenings, type SlaTest, type SlaTestExpectation } from './sla-test.js';

/** Reads the test cases of an SLA policy with these clocks, noting every problem at its place. */
export function parseSlaTests(yaml: DocumentReader, node: Node | null, clocks: readonly string[]): readonly SlaTest[] {
  return yaml.maps(node, 'tests').flatMap((map) => {
    yaml.onlyKeys(map, ['name', 'hours', 'inquiry', 'happens', 'expect'], 'A test');
    const name = yaml.text(yaml.get(map, 'name'), 'tests.name', true);
    const hours = parseTestHours(yaml, yaml.get(map, 'hours'), 'hours');
    const inquiry = parseTestInquiry(yaml, yaml.get(map, 'inquiry'));
    const happens = happensOf(yaml, map);
    const expect = expectationsOf(yaml, map, clocks);
    return name === null ? [] : [{ name, hours, inquiry, happens, expect }];
  });
}

/** `- captured: 2026-04-04T23:59:00+02:00` */
function happensOf(yaml: DocumentReader, test: YAMLMap): SlaTest['happens'] {
  const node = yaml.get(test, 'happens');
  const happens = yaml.maps(node, 'happens').flatMap((map) => {
    const [said, ...others] = yaml.entries(map, 'happens');
    if (!said || others.length > 0)
      yaml.add(map, 'SHAPE', 'Each of happens is one thing and its time: `captured: 2026-04-04T23:59:00+02:00`');
    if (!said) return [];
    const what = yaml.choice(said.key, 'happens', happenings, null);
    const at = instantOf(yaml, said.value, `The time of ${said.name}`);
    return what === null || at === null ? [] : [{ what, at }];
  });
  if (happens[0]?.what !== 'captured') yaml.add(node ?? test, 'SHAPE', 'happens begins with `captured:` and its time');
  if (happens.some(({ what }, index) => what === 'captured' && index > 0)) yaml.add(node, 'SHAPE', 'A lead is captured once');
  if (happens.some(({ at }, index) => index > 0 && at < happens[index - 1]!.at)) yaml.add(node, 'ORDER', 'happens is in order of time');
  return happens;
}

/** `first-response: { due: 2026-04-07T13:00:00+02:00, answered: in-time }`, or `never`. */
function expectationsOf(yaml: DocumentReader, test: YAMLMap, clocks: readonly string[]): readonly SlaTestExpectation[] {
  const node = yaml.get(test, 'expect');
  const entries = yaml.entries(node, 'expect');
  if (entries.length === 0) yaml.add(node ?? test, 'MISSING', 'A test says of one clock or more when it is due, or that it never begins');
  return entries.flatMap(({ name: clock, key, value }): SlaTestExpectation[] => {
    if (!clocks.includes(clock)) yaml.unknown(key, 'UNKNOWN_NAME', `The policy has no clock ${clock}`, clock, clocks);
    if (!isMap(value)) {
      const never = yaml.text(value, `expect.${clock}`) === 'never';
      if (!never)
        yaml.add(value ?? key, 'SHAPE', `expect.${clock} is \`never\` or \`{ due: 2026-04-07T13:00:00+02:00, answered: in-time }\``);
      return never ? [{ clock, due: null, answered: null }] : [];
    }
    yaml.onlyKeys(value, ['due', 'answered'], `expect.${clock}`);
    const due = instantAt(yaml, value, 'due', `expect.${clock}.due`, true);
    const said = yaml.get(value, 'answered');
    const answered = said === null ? null : yaml.choice(said, `expect.${clock}.answered`, answers, null);
    return due === null ? [] : [{ clock, due, answered }];
  });
}
