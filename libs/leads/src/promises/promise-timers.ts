import { foldStream } from '#libs/event-store';
import { type DueTimer, type Fired, type TimerKind } from '#libs/jobs';
import { derivedId } from '#libs/platform';
import { appendClock, type ClockDependencies, type ClockFacts } from '../clocks/append-clock.js';
import { leadTimer } from '../clocks/lead-timers.js';
import { isoInstant } from '../instant.js';
import { type LeadCommands } from '../lead-commands.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { holderAt, type LeadState } from '../lead-state.js';

export interface PromiseDependencies extends ClockDependencies {
  readonly commands: Pick<LeadCommands, 'execute'>;
}

type Decide = (state: LeadState, timer: DueTimer, at: number) => ClockFacts | null;
type PlannedFrom = { readonly kind: 'revisit' | 'renewal' | 'waiting'; readonly id: string };

/** Promises that come due: overdue actions, waiting that is over, leads to come back to, contracts to renew. */
export function promiseTimerKinds(dependencies: PromiseDependencies): readonly TimerKind[] {
  const note = (timer: DueTimer, decide: Decide) => {
    const commandId = derivedId('promise', timer.timer, timer.dueAt);
    return appendClock(dependencies, timer.subject, { commandId }, (state) => decide(state, timer, Date.parse(timer.dueAt)));
  };
  const noting = (kind: string, decide: Decide): TimerKind => ({
    kind,
    fire: async (timer) => ({ kind: (await note(timer, decide)).events.length > 0 ? 'fired' : 'void' }),
  });
  return [
    noting(leadTimer.nextAction, overdue),
    noting(leadTimer.waiting, waitingOver),
    {
      kind: leadTimer.revisit,
      // The action first: the timer stands until the lead is open again.
      fire: async (timer): Promise<Fired> => {
        await note(timer, comeBack);
        return reopen(
          dependencies,
          timer,
          'Come back to it as agreed',
          ({ clocks, status }) => status === 'closed' && clocks.revisit !== null,
        );
      },
    },
    {
      kind: leadTimer.renewal,
      // Opened first: the timer stands until the action is planned.
      fire: async (timer): Promise<Fired> => {
        await reopen(dependencies, timer, 'The contract is to be renewed', isToRenew(timer));
        await note(timer, renew);
        return { kind: 'fired' };
      },
    },
  ];
}

/** Who has the lead then; null where a team or a pool has it. */
const ownerThen = (state: LeadState, at: number): string | null => {
  const to = holderAt(state, at)?.to;
  return to?.kind === 'person' ? to.id : null;
};

const planned = (state: LeadState, timer: DueTimer, at: number, action: string, from: PlannedFrom): ClockFacts['facts'][number] => ({
  type: 'lead.next-action-planned',
  data: { actionId: derivedId('action', timer.timer, timer.dueAt), action, dueAt: isoInstant(at), by: ownerThen(state, at), from },
});

const overdue: Decide = (state, { detail }, at) => {
  const { nextAction } = state.clocks;
  if (state.status !== 'open' || !nextAction || nextAction.overdue) return null;
  if (nextAction.actionId !== detail['actionId'] || isoInstant(nextAction.dueAt) !== detail['dueAt']) return null;
  const { actionId, action, dueAt, by } = nextAction;
  const data = { actionId, action, dueAt: isoInstant(dueAt), by: by ?? ownerThen(state, at), team: holderAt(state, at)?.team ?? null };
  return { facts: [{ type: 'lead.next-action-overdue', data }], policy: null, at };
};

const waitingOver: Decide = (state, timer, at) => {
  const { waiting, nextAction } = state.clocks;
  if (state.status !== 'open' || !waiting || waiting.waitingId !== timer.detail['waitingId'] || waiting.until > at) return null;
  const { waitingId } = waiting;
  const again = planned(state, timer, at, `Was waiting for: ${waiting.for}`, { kind: 'waiting', id: waitingId });
  const ended = { type: 'lead.waiting-ended' as const, data: { waitingId, because: 'date' as const } };
  return { facts: nextAction ? [ended] : [ended, again], policy: null, at };
};

const comeBack: Decide = (state, timer, at) => {
  const { revisit } = state.clocks;
  if (state.status !== 'closed' || !revisit || revisit.closedEventId !== timer.detail['closedEventId'] || revisit.at > at) return null;
  const action = revisit.reason === null ? 'Come back to it' : `Come back to it: ${revisit.reason}`;
  return { facts: [planned(state, timer, at, action, { kind: 'revisit', id: revisit.closedEventId })], policy: null, at };
};

const isToRenew =
  ({ detail }: DueTimer) =>
  ({ clocks, status }: LeadState): boolean =>
    status !== 'open' && clocks.contract?.contractId === detail['contractId'] && !clocks.contract?.renewed;

const renew: Decide = (state, timer, at) => {
  const { contract } = state.clocks;
  if (!contract || contract.renewed || contract.contractId !== timer.detail['contractId']) return null;
  const { contractId, action, endsOn } = contract;
  return { facts: [planned(state, timer, at, `${action} (ends ${endsOn})`, { kind: 'renewal', id: contractId })], policy: null, at };
};

async function reopen(
  { log, commands }: PromiseDependencies,
  { subject, timer, dueAt }: DueTimer,
  reason: string,
  isDue: (state: LeadState) => boolean,
): Promise<Fired> {
  const { state } = await foldStream(log, leadStream(subject), leadFold);
  if (!isDue(state)) return { kind: 'void' };
  await commands.execute(
    subject,
    { do: 'reopen-lead', reason },
    {
      commandId: derivedId('reopen', timer, dueAt),
      actor: { kind: 'automation', id: 'clocks', assurance: 'local' },
      occurredAt: { precision: 'instant', value: dueAt },
    },
  );
  return { kind: 'fired' };
}
