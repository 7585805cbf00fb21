import { compileAssignment, type SimulationInput } from '#libs/dispatch';
import { StreamHistory } from '#libs/testing';
import { readFileSync } from 'node:fs';
import { oneOf, randomOf } from '../data/random.js';

const DAY_MS = 86_400_000;
const QUARTER_DAYS = 91;
const FROM = Date.UTC(2026, 0, 5);
const REPS = 20;
const PEOPLE_PER_INQUIRY = 0.8;

/** A quarter of intake as a simulation is given it: a team of twenty with a Berlin calendar, each on holiday for a week, five in six leads closed after some days. */
export function pastQuarter(inquiries: number, policyFile: string): SimulationInput {
  const random = randomOf(7);
  const document = readFileSync(policyFile, 'utf8');
  const spec = compileAssignment(document);
  if (!spec) throw new Error(`${policyFile} is no assignment policy`);
  const reps = Array.from({ length: REPS }, (_, n) => `rep-${String(n).padStart(2, '0')}`);
  return {
    spec,
    specReading: () => spec,
    documentHash: 'bench',
    from: FROM,
    to: FROM + QUARTER_DAYS * DAY_MS,
    position: inquiries,
    holdings: [],
    closings: [],
    asKnownThen: false,
    organisation: organisationOf(reps),
    inquiries: Array.from({ length: inquiries }, (_, n) => {
      const at = FROM + Math.floor((n / inquiries) * QUARTER_DAYS * DAY_MS);
      const closed = random() < 5 / 6;
      return {
        leadId: `lead-${n}`,
        inquiryId: `inquiry-${n}`,
        position: n + 1,
        at,
        knownAt: at,
        pool: 'intake',
        personId: `person-${Math.floor(random() * inquiries * PEOPLE_PER_INQUIRY)}`,
        source: 'form',
        channel: oneOf(random, ['search', 'social', 'referral', 'email']),
        medium: null,
        campaign: null,
        attributes: { size: Math.floor(random() * 200), topic: oneOf(random, ['servers', 'phones']), value: Math.floor(random() * 9_000) },
        actual: {
          owner: oneOf(random, reps),
          ownedAt: at + Math.floor(random() * DAY_MS),
          releasedAt: closed ? at + Math.floor(random() * 14 * DAY_MS) : null,
          invalid: random() < 0.1,
        },
      };
    }),
  };
}

function organisationOf(reps: readonly string[]): SimulationInput['organisation'] {
  const long = { knownAt: '2025-01-01T00:00:00Z' };
  const calendar = new StreamHistory('calendar-berlin').add(
    'calendar.published',
    {
      calendarId: 'berlin',
      version: 1,
      name: 'Berlin',
      zone: 'Europe/Berlin',
      weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], hours: [['09:00', '18:00']] }],
      exceptions: [{ date: '2026-04-03', name: 'Good Friday', hours: [] }],
      effectiveFrom: null,
      sources: [],
      document: '',
      documentHash: '',
      reason: 'bench',
    },
    long,
  );
  const team = new StreamHistory('team-inbound')
    .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} }, long)
    .add('team.calendar-set', { calendar: 'berlin' })
    .add('team.manager-named', { person: 'mia' });
  const people = [...reps, 'mia'].map((rep, n) => {
    const told = new StreamHistory(`rep-${rep}`).add('rep.joined', { repId: rep, name: rep, attributes: {} }, long);
    if (rep === 'mia') return told;
    const from = FROM + n * 4 * DAY_MS;
    const absence = {
      absenceId: `a-${rep}`,
      kind: 'vacation',
      from: new Date(from).toISOString(),
      to: new Date(from + 7 * DAY_MS).toISOString(),
    };
    return told
      .add('rep.team-joined', { team: 'inbound', role: n % 4 === 0 ? 'senior' : n % 4 === 1 ? 'partners' : null, weight: 1 })
      .add('rep.absence-announced', { ...absence, cover: null, note: null });
  });
  return [calendar, team, ...people].flatMap((history) => history.positioned());
}
