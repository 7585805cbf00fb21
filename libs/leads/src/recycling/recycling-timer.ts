import { foldStream } from '#libs/event-store';
import { type DueTimer, type Fired, type TimerKind } from '#libs/jobs';
import { derivedId, ProblemError } from '#libs/platform';
import { type OrganisationReader } from '#libs/dispatch';
import { appendClock, type ClockDependencies } from '../clocks/append-clock.js';
import { leadTimer } from '../clocks/lead-timers.js';
import { type PolicyBook } from '../clocks/policy-book.js';
import { isoInstant } from '../instant.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { type LeadCommands } from '../lead-commands.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { type RecyclingSpec } from './recycling-spec.js';
import { decideRecyclingStep, type RecyclingStep } from './recycling-step.decide.js';

export interface RecyclingDependencies extends ClockDependencies {
  readonly commands: Pick<LeadCommands, 'execute'>;
  readonly organisation: Pick<OrganisationReader, 'pool'>;
  readonly policies: PolicyBook<RecyclingSpec>;
}

/** A rule that is off is asked again this often, beside being woken when it is switched on. */
const ASK_AGAIN_MS = 3_600_000;
const RACES = 8;

/** Reminders and recyclings: both ask what is to be done about the protection now, and do it. */
export function recyclingTimerKinds(dependencies: RecyclingDependencies): readonly TimerKind[] {
  const fire = (timer: DueTimer): Promise<Fired> => fireProtection(dependencies, timer);
  return [
    { kind: leadTimer.remind, fire },
    { kind: leadTimer.recycle, fire },
  ];
}

/** What a row of the table says of a protection. */
interface ProtectionDetail {
  readonly protectionId: string;
  readonly policy: { readonly name: string; readonly version: number } | null;
  readonly rule: string;
  readonly pool: string;
  readonly dueAt: string;
  readonly toRemind: boolean;
}

/**
 * Where nothing but the lead itself can stand against it, the command is sent at once: it decides on the lead as it is then. False: it has to be
 * looked at in full.
 */
async function fireAtOnce(dependencies: RecyclingDependencies, { subject: leadId, dueAt: due, detail }: DueTimer): Promise<boolean> {
  const { policies, clock } = dependencies;
  const said = detail as unknown as ProtectionDetail;
  if (!said.policy || said.toRemind) return false;
  const { name, version } = said.policy;
  const now = clock.now().getTime();
  const [policy, spec] = await Promise.all([policies.switchOf(name, now), policies.specOf(name, version, now)]);
  const rule = spec?.rules.find((each) => each.name === said.rule);
  if (policy.kind !== 'on' || !rule || rule.exempt.when !== null || rule.exempt.stages.length > 0) return false;
  return await send(dependencies, leadId, said, said.pool, Math.max(Date.parse(due), policy.since));
}

async function fireProtection(dependencies: RecyclingDependencies, timer: DueTimer): Promise<Fired> {
  const { log, policies, clock } = dependencies;
  const { kind, subject: leadId, detail } = timer;
  const protectionId = String(detail['protectionId']);
  if (kind === leadTimer.recycle && (await fireAtOnce(dependencies, timer))) return { kind: 'fired' };
  for (let race = 0; race < RACES; race++) {
    const { state, revision } = await foldStream(log, leadStream(leadId), leadFold);
    const now = clock.now().getTime();
    const step = await stepFor(policies, state, protectionId, now);
    switch (step.kind) {
      case 'void':
        return { kind: 'void' };
      case 'wait':
        return { kind: 'wait', because: 'The rule is switched off', forMs: ASK_AGAIN_MS };
      case 'recycle':
        if (await recycle(dependencies, leadId, step, revision)) return { kind: 'fired' };
        break;
      default:
        await note(dependencies, leadId, protectionId, step);
        // Nothing is recycled before its reminder, however late both are.
        if (step.kind !== 'remind' || kind === leadTimer.remind) return { kind: 'fired' };
    }
  }
  throw new Error(`Lead ${leadId} changes too fast to be recycled; it is tried again`);
}

async function stepFor(policies: PolicyBook<RecyclingSpec>, state: LeadState, protectionId: string, now: number): Promise<RecyclingStep> {
  const { protection } = state.clocks;
  const decided = protection?.policy ?? null;
  const [policy, spec, codes] = await Promise.all([
    decided ? policies.switchOf(decided.name, now) : { kind: 'gone' as const },
    decided && policies.specOf(decided.name, decided.version, now),
    policies.codesAt(now),
  ]);
  const rule = spec?.rules.find(({ name }) => name === protection?.rule) ?? null;
  return decideRecyclingStep(state, { now, protectionId, policy, rule, codes });
}

/** False where the lead changed meanwhile: then it is looked at again. */
async function recycle(
  dependencies: RecyclingDependencies,
  leadId: string,
  { protection, at }: Extract<RecyclingStep, { kind: 'recycle' }>,
  expectedRevision: number,
): Promise<boolean> {
  const { protectionId, policy, rule, pool } = protection;
  const target = (await dependencies.organisation.pool(pool)) ? pool : INTAKE_POOL;
  const said = {
    protectionId,
    policy,
    rule: target === pool ? rule : `${rule}; pool ${pool} does not exist`,
    dueAt: isoInstant(protection.dueAt),
  };
  return send(dependencies, leadId, said, target, at, expectedRevision);
}

/** The command; false where it is refused, because the lead or its protection has changed. */
async function send(
  { commands }: RecyclingDependencies,
  leadId: string,
  { protectionId, policy, rule, dueAt }: Pick<ProtectionDetail, 'protectionId' | 'policy' | 'rule' | 'dueAt'>,
  pool: string,
  at: number,
  expectedRevision?: number,
): Promise<boolean> {
  try {
    await commands.execute(
      leadId,
      { do: 'recycle-lead', pool, reason: `${rule}: due ${dueAt}`, rule: { protectionId, dueAt } },
      {
        commandId: derivedId('recycle', leadId, protectionId, dueAt, pool, isoInstant(at)),
        actor: { kind: 'automation', id: policy ? `${policy.name}@${policy.version}` : 'recycling', assurance: 'policy' },
        occurredAt: { precision: 'instant', value: isoInstant(at) },
        ...(expectedRevision !== undefined && { expectedRevision }),
      },
    );
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500 && error.code !== 'COMMAND.ID_REUSED') return false;
    throw error;
  }
}

type Noted = Extract<RecyclingStep, { kind: 'remind' | 'exempt' | 'end' }>;

async function note(dependencies: RecyclingDependencies, leadId: string, protectionId: string, step: Noted): Promise<void> {
  const dueAt = step.kind === 'end' ? '' : isoInstant(step.protection.dueAt);
  const commandId = derivedId(step.kind, leadId, protectionId, dueAt, step.kind === 'exempt' ? (step.protection.askedAgainAt ?? '') : '');
  await appendClock(dependencies, leadId, { commandId }, async (state, now) => {
    const again = await stepFor(dependencies.policies, state, protectionId, now);
    const policy = state.clocks.protection?.policy ?? null;
    switch (again.kind) {
      case 'remind': {
        const { holder } = again.protection;
        const data = { protectionId, dueAt: isoInstant(again.protection.dueAt), holder };
        return { facts: [{ type: 'lead.recycling-reminded', data }], policy, at: again.at };
      }
      case 'exempt': {
        const data = {
          protectionId,
          dueAt: isoInstant(again.protection.dueAt),
          because: again.because.map((each) => ({ ...each })),
          ...again.read,
        };
        return { facts: [{ type: 'lead.recycling-exempted', data }], policy, at: now };
      }
      case 'end':
        return { facts: [{ type: 'lead.protection-ended', data: { protectionId, because: again.because } }], policy, at: now };
      default:
        return null;
    }
  });
}
