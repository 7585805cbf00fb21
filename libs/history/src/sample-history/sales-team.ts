import { berlin, iso } from './time.js';

export interface SampleRep {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly joined: string;
  readonly left?: string;
}

/** Mia leads both teams; the rule and the auto-responder are machines. */
export const MANAGER = 'mia';
export const RULE = 'round-robin';
export const RESPONDER = 'auto-responder';

export const TEAMS = [
  { id: 'inbound', name: 'Inbound' },
  { id: 'field', name: 'Field' },
] as const;

/** The team grows from three to six, one leaves, and one joins in the last week and has no lead yet. */
export const REPS: readonly SampleRep[] = [
  { id: 'mia', name: 'Mia Brandt', team: 'inbound', joined: '2026-02-23' },
  { id: 'ana', name: 'Ana Petrova', team: 'inbound', joined: '2026-02-23' },
  { id: 'bo', name: 'Bo Lindqvist', team: 'inbound', joined: '2026-02-23' },
  { id: 'cy', name: 'Cy Okafor', team: 'inbound', joined: '2026-02-23', left: '2026-04-30' },
  { id: 'di', name: 'Di Tran', team: 'inbound', joined: '2026-03-09' },
  { id: 'ed', name: 'Ed Novak', team: 'field', joined: '2026-03-23' },
  { id: 'flo', name: 'Flo Haddad', team: 'field', joined: '2026-04-13' },
  { id: 'gil', name: 'Gil Moreau', team: 'field', joined: '2026-05-13' },
];

export const teamOf = (rep: string): string => REPS.find(({ id }) => id === rep)!.team;

/** Bo is away from 23 March until Easter; Ana covers for him without owning anything. */
export const HOLIDAY = { rep: 'bo', from: berlin('2026-03-23'), to: berlin('2026-04-07', '09:00'), cover: 'ana' } as const;

/** When somebody was away, as it is announced to the system: Bo's holiday, and four hours of a training. The export of the CRM does not say it. */
export const SAMPLE_ABSENCES = [
  { rep: HOLIDAY.rep, kind: 'holiday', from: iso(HOLIDAY.from), to: iso(HOLIDAY.to), cover: HOLIDAY.cover },
  { rep: 'flo', kind: 'training', from: iso(berlin('2026-04-21', '13:00')), to: iso(berlin('2026-04-21', '17:00')), cover: null },
] as const;

export const isOnHoliday = (rep: string, at: number): boolean => rep === HOLIDAY.rep && at >= HOLIDAY.from && at < HOLIDAY.to;

/** Cy's last afternoon: Mia hands over what he has. */
export const DEPARTURE = { rep: 'cy', at: berlin('2026-04-30', '15:00'), successors: ['di', 'ed', 'flo'] } as const;

/** Reps who take leads at an instant; who is about to leave gets no new ones. */
export const repsAt = (at: number): readonly string[] =>
  REPS.filter(({ id, joined }) => id !== MANAGER && id !== 'gil' && berlin(joined, '09:00') <= at)
    .map(({ id }) => id)
    .filter((id) => id !== DEPARTURE.rep || at < DEPARTURE.at - 7 * 86_400_000);
