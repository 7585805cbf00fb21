import { type PolicyKind } from '#libs/governance';
import { type Violation } from '#libs/platform';
import { type PeopleReader } from '#libs/dispatch';
import { spanInWords } from '../clocks/parse-span.js';
import { parseSla, slaKeys } from './parse-sla.js';
import { runSlaTests } from './run-sla-tests.js';
import { type SlaSpec } from './sla-spec.js';

/** In which no hour is told from another: a test that counts round the clock needs none. */
const ZONE = 'UTC';

/** How soon somebody answers, in working time, and who is told where nobody does. */
export const slaKind = ({ people }: { readonly people: Pick<PeopleReader, 'calendar' | 'rep'> }): PolicyKind<SlaSpec> => ({
  kind: 'sla',
  fires: 'lead.sla-started',
  keys: slaKeys,
  read: parseSla,
  answers: ({ clocks }) =>
    clocks.map(({ name, starts, stops, targetMs }) => ({
      question: name,
      answer: `${spanInWords({ days: 0, ms: targetMs })} of working time from ${starts} to ${stops}`,
    })),
  ready: async (spec) => [...(await calendarExists(spec, people)), ...(await peopleExist(spec, people))],
  test: (spec) => runSlaTests(spec, ZONE),
});

async function calendarExists({ calendar }: SlaSpec, people: Pick<PeopleReader, 'calendar'>): Promise<Violation[]> {
  if (calendar.kind !== 'named' || (await people.calendar(calendar.id)).versions.length > 0) return [];
  return [{ code: 'CALENDAR.NOT_FOUND', message: `There is no calendar ${calendar.id}; publish it first`, path: 'calendar' }];
}

async function peopleExist({ clocks }: SlaSpec, people: Pick<PeopleReader, 'rep'>): Promise<Violation[]> {
  const named = [...new Set(clocks.flatMap(({ escalation }) => escalation.flatMap((one) => ('person' in one ? [one.person] : []))))];
  const states = await Promise.all(named.map((person) => people.rep(person)));
  return named.flatMap((person, index) =>
    states[index]?.status === 'active'
      ? []
      : [{ code: 'REP.NOT_FOUND', message: `${person} does not work here; a breach must reach somebody`, path: 'clocks.escalate.person' }],
  );
}
