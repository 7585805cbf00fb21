import { type ApiClient } from '../client/api-client.js';
import { type OwnerAnswer } from '#libs/leads';
import { facts, table } from '../output/table.js';

const DAY_MS = 86_400_000;
const CELLS_A_DAY = 2;

export interface OwnershipQuestion {
  readonly lead: string;
  /** First and last day of the picture, UTC dates. */
  readonly from: string;
  readonly to: string;
  /** The instant at which the answer depends on what was known. */
  readonly at: string;
  readonly knownAt: string;
}

/** One lead's owners over time, as known now and as known then, and one instant at which the two differ. */
export async function whoOwnedItWhen(api: ApiClient, { lead, from, to, at, knownAt }: OwnershipQuestion): Promise<string> {
  const ask = (when: string, known?: string) => api.get<OwnerAnswer>('/v1/ownership', { lead, at: when, knownAt: known });
  const days = daysBetween(from, to);
  const noons = days.map((day) => `${day}T12:00:00.000Z`);
  const now = await Promise.all(noons.map((noon) => ask(noon)));
  const then = await Promise.all(noons.map((noon) => (noon > knownAt ? Promise.resolve(null) : ask(noon, knownAt))));
  const [asKnownNow, asKnownThen] = [await ask(at), await ask(at, knownAt)];
  return [
    `${lead} from ${from} to ${to}, one day = ${CELLS_A_DAY} characters`,
    '',
    facts([
      ['as known now', strip(now)],
      [`as known ${knownAt.slice(0, 10)}`, strip(then)],
    ]),
    `\n${legend(now)}`,
    '',
    table(periods(days, now), [
      { heading: 'since', of: (row) => row.since },
      { heading: 'held by', of: (row) => nameOf(row) },
      { heading: 'team', of: (row) => row.teamName ?? row.team },
      { heading: 'cause', of: (row) => row.cause },
      { heading: 'recorded', of: (row) => row.recordedAt },
    ]),
    '',
    `On ${at} it was with ${nameOf(asKnownNow)} (${asKnownNow.cause}, recorded ${asKnownNow.recordedAt}).`,
    `On ${knownAt} the system still said ${nameOf(asKnownThen)} (${asKnownThen.cause}, recorded ${asKnownThen.recordedAt}).`,
  ].join('\n');
}

const nameOf = (answer: OwnerAnswer): string => answer.holderName ?? answer.holderId ?? 'nobody known';

/** One letter a holder: the initial of a person, a dot for a pool. */
const letterOf = (answer: OwnerAnswer | null): string =>
  answer === null ? ' ' : answer.holder === 'person' ? nameOf(answer).charAt(0).toUpperCase() : '·';

const strip = (answers: readonly (OwnerAnswer | null)[]): string => answers.map((answer) => letterOf(answer).repeat(CELLS_A_DAY)).join('');

function legend(answers: readonly OwnerAnswer[]): string {
  const names = new Map(
    answers.map((answer) => [letterOf(answer), answer.holder === 'person' ? nameOf(answer) : `${answer.holder} ${nameOf(answer)}`]),
  );
  return [...names].map(([letter, name]) => `${letter} ${name}`).join('   ');
}

/** The answers at which the holder has changed, with the last of a day where it changed twice. */
const periods = (days: readonly string[], answers: readonly OwnerAnswer[]): OwnerAnswer[] =>
  answers.filter((answer, index) => days[index] !== undefined && answer.since !== answers[index - 1]?.since);

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
