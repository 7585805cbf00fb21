import { type EventLog } from '#libs/event-store';
import { StreamHistory } from '#libs/testing';
import { leadLife, repOf, repsFor, teamOf } from './lead-life.js';

const IN_FLIGHT = 128;
const EVENTS_A_LEAD = 5.45;

/** So many leads make about so many events. */
export const leadsFor = (events: number): number => Math.max(1, Math.round(events / EVENTS_A_LEAD));

/** Appends teams, reps and the lives of leads, about `events` in all, one append a stream; returns how many they are. */
export async function seedLog(log: EventLog, events: number): Promise<number> {
  const leads = leadsFor(events);
  const reps = repsFor(leads);
  let appended = 0;
  const append = async (history: StreamHistory): Promise<void> => {
    appended += history.toAppend().length;
    await history.appendTo(log);
  };
  for (const history of organisation(reps)) await append(history);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < leads) await append(leadLife(next++, reps));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return appended;
}

function organisation(reps: number): StreamHistory[] {
  const said = { knownAt: '2024-12-01T08:00:00.000Z' };
  const numbers = Array.from({ length: reps }, (_, rep) => rep);
  const teams = [...new Set(numbers.map(teamOf))].map((team) =>
    new StreamHistory(`team-${team}`).add('team.created', { teamId: team, name: team, attributes: {} }, said),
  );
  return [
    ...teams,
    ...numbers.map((rep) =>
      new StreamHistory(`rep-${repOf(rep)}`)
        .add('rep.joined', { repId: repOf(rep), name: `Rep ${rep}`, attributes: {} }, said)
        .add('rep.team-joined', { team: teamOf(rep) }, said),
    ),
  ];
}
