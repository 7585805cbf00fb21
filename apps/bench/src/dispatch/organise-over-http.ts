import { type BenchApi } from '../workbench/api.js';

const REPS = 50;

/** A team of fifty and its policy, as an administrator would set them up. */
export async function organiseOverHttp(api: BenchApi): Promise<void> {
  const weekly = 'weekly:\n  - { days: mon-sun, hours: ["00:00-24:00"] }\n';
  await api.post('/v1/calendars', { document: `calendar: always\nname: Always\nzone: UTC\n${weekly}`, reason: 'bench' });
  await api.post('/v1/teams', { id: 'one', name: 'One' });
  await api.post('/v1/teams/one/calendar', { calendar: 'always' });
  for (let n = 0; n < REPS; n++) {
    await api.post('/v1/reps', { id: `rep ${n}`, name: `Rep ${n}` });
    await api.post(`/v1/reps/${encodeURIComponent(`rep ${n}`)}/teams`, { team: 'one' });
  }
  await api.post('/v1/teams/one/manager', { person: 'rep 0' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await api.post('/v1/policies', { document, reason: 'bench' });
  await api.post('/v1/policies/assignment/one/activate', { reason: 'bench' });
}

const document = `policy: one
kind: assignment
owner: rep 0
reviewBy: 2099-01-01
team: one
from: { pools: [intake] }
bypasses: []
entries: [{ name: everything, strategy: round-robin }]
unavailable: { sources: [absence, working-time, leave-announced], graceMinutes: 0, fallback: [manager], returns: false }
outsideHours: hold-until-open
otherChannels: { whileAbsent: owner, notify: false }
fairness: { measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }
fallback: { to: { pool: intake }, alert: team-manager }
`;
