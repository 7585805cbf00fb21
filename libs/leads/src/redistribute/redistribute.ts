import { type EventData, type Holder, type RecordedLedgerEvent } from '#libs/contracts';
import { type CommandMeans, foldStream, runCommandNow } from '#libs/event-store';
import { concurrently, derivedId, invalid, type Problem, ProblemError, type Violation } from '#libs/platform';
import { reasonCheck } from '../checks.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadCommands } from '../lead-commands.js';
import { type ReadContext } from '../queries/owner-at.js';
import { leadsMeant } from './leads-meant.js';

export interface RedistributionDependencies extends CommandMeans {
  readonly leads: LeadCommands;
  /** Where the leads meant are looked up. */
  readonly reads: () => ReadContext;
}

export interface Redistribution {
  /** By id or `source:external-id`; or `rep`. */
  readonly leads?: readonly string[];
  /** All leads that this rep has and that are open. */
  readonly rep?: string;
  readonly to: Holder;
  readonly team?: string;
  readonly reason: string;
  readonly evenAtCapacity?: boolean;
}

/** What became of one lead. */
export type RedistributedLead =
  | { readonly lead: string; readonly moved: true; readonly revision: number; readonly token: string }
  | { readonly lead: string; readonly moved: false; readonly problem: Problem };

type Begun = EventData<'redistribution.begun'>;
type Refused = EventData<'redistribution.carried-out'>['refused'][number];

const IN_FLIGHT = 8;
/** One event stays far below 1 MiB, be all of them refused. */
const LEADS_A_PART = 500;
/** As many as one event takes. */
const MAX_LEADS = 5_000;
/** As many as a request names. */
export const MAX_NAMED_LEADS = 1_000;

/**
 * Hands many leads over. First it is put on record which leads, from whom; then each goes by the command that hands over one, and what one is refused for
 * stops none of the others; then what became of them is put on record, part by part. Sent again with the same id it moves no other leads: it goes on where it
 * was killed, and answers as the first time.
 *
 * Errors: 404 for leads and reps that are not known, 422 `REDISTRIBUTION.WHICH`, `REDISTRIBUTION.TOO_MANY`, `COMMAND.ID_REUSED`, 503 where a store
 * does not answer: then the same command may be sent again.
 */
export async function redistribute(
  dependencies: RedistributionDependencies,
  command: Redistribution,
  envelope: CommandEnvelope,
): Promise<readonly RedistributedLead[]> {
  const begun = await begin(dependencies, command, envelope);
  const { accepted } = await foldStream(dependencies.log, begun.stream, NOTHING);
  const answers: RedistributedLead[] = [];
  for (let first = 0; first < begun.data.leads.length; first += LEADS_A_PART) {
    const commandId = derivedId('redistribution-part', envelope.commandId, first);
    const part = begun.data.leads.slice(first, first + LEADS_A_PART).map(({ leadId }) => leadId);
    const earlier = accepted.get(commandId)?.events[0];
    const refused = earlier?.type === 'redistribution.carried-out' ? earlier.data.refused : [];
    const ofPart = await carryOut(dependencies, begun, part, refused, envelope);
    if (!earlier) await note(dependencies, begun.stream, ofPart, { ...envelope, commandId });
    answers.push(...ofPart);
  }
  return answers;
}

const NOTHING = { initial: null, evolve: () => null };

async function begin(
  dependencies: RedistributionDependencies,
  command: Redistribution,
  { commandId, actor, correlationId }: CommandEnvelope,
): Promise<RecordedLedgerEvent<'redistribution.begun'>> {
  const { leads, rep, to, team, evenAtCapacity, reason } = command;
  const which = (leads === undefined) === (rep === undefined);
  const [wrong, ...others] = [
    which ? { code: 'REDISTRIBUTION.WHICH', message: 'Name leads, or one rep whose leads all are meant', path: 'leads' } : null,
    reasonCheck(reason),
  ].flatMap((verdict) => verdict ?? []);
  if (wrong) throw invalid(wrong, ...others);
  const { events } = await runCommandNow(dependencies, {
    stream: `redistribution-${commandId}`,
    fold: NOTHING,
    body: ['redistribute', command],
    envelope: { commandId, actor, ...(correlationId !== undefined && { correlationId }) },
    decide: async () => {
      const meant = await leadsMeant(dependencies, leads ?? null, rep ?? null);
      if (meant.length > MAX_LEADS) throw tooMany(meant.length, leads ? 'leads' : 'rep');
      const data: Begun = {
        leads: [...meant],
        rep: rep ?? null,
        to,
        team: team ?? null,
        evenAtCapacity: evenAtCapacity ?? false,
        reason,
      };
      return [{ type: 'redistribution.begun', data }];
    },
  });
  return events[0] as RecordedLedgerEvent<'redistribution.begun'>;
}

const tooMany = (count: number, path: 'leads' | 'rep'): ProblemError =>
  invalid({
    code: 'REDISTRIBUTION.TOO_MANY',
    message: `These are ${count} leads, and one command hands over at most ${MAX_LEADS}; name them in \`leads\`, at most ${MAX_NAMED_LEADS} in each command`,
    path,
    detail: { leads: count, atMost: MAX_LEADS },
  });

function carryOut(
  { leads }: RedistributionDependencies,
  begun: RecordedLedgerEvent<'redistribution.begun'>,
  part: readonly string[],
  refused: readonly Refused[],
  envelope: CommandEnvelope,
): Promise<RedistributedLead[]> {
  const { expectedRevision: _, ...rest } = envelope;
  const { to, team, evenAtCapacity, reason } = begun.data;
  const transfer = { do: 'transfer-lead' as const, to, reason, ...(team !== null && { team }), ...(evenAtCapacity && { evenAtCapacity }) };
  const onRecord = new Map(refused.map((refusal) => [refusal.leadId, refusal]));
  return concurrently(part, IN_FLIGHT, async (lead): Promise<RedistributedLead> => {
    const earlier = onRecord.get(lead);
    if (earlier) return { lead, moved: false, problem: problemOf(earlier) };
    const commandId = derivedId('redistribute', envelope.commandId, lead);
    try {
      const of = { ...rest, commandId, correlationId: begun.metadata.correlationId, causationId: begun.id };
      const { revision, token } = await leads.execute(lead, transfer, of);
      return { lead, moved: true, revision, token };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      return { lead, moved: false, problem: error.toProblem() };
    }
  });
}

const problemOf = ({ status, violations }: Refused): Problem =>
  new ProblemError(status, violations as unknown as [Violation, ...Violation[]]).toProblem();

async function note(
  dependencies: RedistributionDependencies,
  stream: string,
  answers: readonly RedistributedLead[],
  { commandId, actor, correlationId }: CommandEnvelope,
): Promise<void> {
  const moved = answers.flatMap((answer) => (answer.moved ? [answer.lead] : []));
  const refused = answers.flatMap((answer) =>
    answer.moved ? [] : [{ leadId: answer.lead, status: answer.problem.status, violations: [...answer.problem.violations] }],
  );
  await runCommandNow(dependencies, {
    stream,
    fold: NOTHING,
    body: ['redistribution-part'],
    envelope: { commandId, actor, ...(correlationId !== undefined && { correlationId }) },
    decide: () => [{ type: 'redistribution.carried-out', data: { moved, refused } }],
  });
}
