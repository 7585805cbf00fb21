import { derivedId, ProblemError } from '#libs/platform';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { type Promised } from '../assignment/promise-book.js';
import { policyActor } from './decision-events.js';
import { type Giving, type LeadGiver } from './lead-giver.port.js';
import { type Retries } from './retries.js';
import { type Refusal } from './team-pass.js';

/** Leads that are given at once. */
const AT_ONCE = 64;

interface GivingDependencies {
  readonly giver: LeadGiver;
  /** By decision. */
  readonly retries: Retries;
  /** A refusal is there to be taken. */
  readonly onRefused: () => void;
  /** Tells somebody of a lead that cannot be given. */
  readonly tell: (promised: Promised, message: string, failures: number) => Promise<unknown>;
}

/**
 * Gives leads, many at once, beside the loop that decides. A decision stands here from when its lead is being given until the log tells that it was;
 * what cannot be done comes out as a refusal. What fails otherwise leaves its place to the others and may be started again when it is due.
 */
export class GivingQueue {
  private readonly under = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private refusals: Refusal[] = [];
  private running = 0;
  private isClosing = false;

  constructor(private readonly dependencies: GivingDependencies) {}

  has(decisionId: string): boolean {
    return this.under.has(decisionId);
  }

  /** Nothing where it is being given, or pauses after a failure. */
  start(promised: Promised, spec: AssignmentSpec | null): void {
    const { decisionId } = promised.decision;
    if (!this.has(decisionId) && this.dependencies.retries.isDue(decisionId)) this.under.set(decisionId, this.give(promised, spec));
  }

  refuse(refusal: Refusal): void {
    this.under.set(refusal.decision.decisionId, Promise.resolve());
    this.refusals.push(refusal);
  }

  /** Refusals of a team since they were last taken. */
  take(team: string): readonly Refusal[] {
    const taken = this.refusals.filter(({ decision }) => decision.team === team);
    this.refusals = this.refusals.filter(({ decision }) => decision.team !== team);
    return taken;
  }

  /** Forgets what the log has told of. */
  keep(isPromised: (decisionId: string) => boolean): void {
    for (const decisionId of this.under.keys()) if (!isPromised(decisionId)) this.under.delete(decisionId);
    this.dependencies.retries.keep(isPromised);
  }

  /** Ends the commands under way and begins no other; whoever leads next gives the rest. */
  async close(): Promise<void> {
    this.isClosing = true;
    for (const go of this.waiting.splice(0)) go();
    await Promise.all(this.under.values());
  }

  private async give(promised: Promised, spec: AssignmentSpec | null): Promise<void> {
    const { giver, retries, onRefused, tell } = this.dependencies;
    const { decisionId } = promised.decision;
    while (this.running >= AT_ONCE && !this.isClosing) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.isClosing) return;
    this.running++;
    try {
      await giver.give(givingOf(promised, spec));
      retries.forget(decisionId);
    } catch (error) {
      const refusal = refusalOf(promised, error);
      if (refusal) {
        this.refusals.push(refusal);
        onRefused();
      } else {
        retries.failed(decisionId, error, (message, failures) => tell(promised, message, failures));
        this.under.delete(decisionId);
      }
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

function givingOf({ team, decision }: Promised, spec: AssignmentSpec | null): Giving {
  const { leadId, decisionId, chosen, policy, leadRevision } = decision;
  return {
    leadId,
    to: chosen!,
    decisionId,
    causationId: derivedId(`dispatch-${team}`, decisionId, 0),
    actor: policyActor(policy),
    leadRevision,
    evenAtCapacity: isEvenAtCapacity(decision, spec),
  };
}

/** A bypass may say so; whoever stands in the chain by name is asked whatever the load. */
function isEvenAtCapacity({ rule, fallbacks }: Promised['decision'], spec: AssignmentSpec | null): boolean {
  const step = fallbacks.at(-1)?.step;
  if (step !== undefined) return ['manager', 'rep', 'default'].includes(step);
  return rule.kind === 'bypass' && (spec?.bypasses.find(({ name }) => name === rule.name)?.evenAtCapacity ?? false);
}

const MOVED = new Set(['LEAD.MOVED', 'LEAD.SAME_HOLDER', 'LEAD.ALREADY_CLAIMED', 'LEAD.NOT_FOUND']);

/** What a failed command means for its decision; null: it may be tried again. */
function refusalOf({ decision }: Promised, error: unknown): Refusal | null {
  if (!(error instanceof ProblemError) || error.status >= 500) return null;
  const [{ code, message, detail }] = error.violations;
  if (code === 'LEAD.CLOSED') return { decision, because: 'lead-closed', by: null, refused: null };
  if (MOVED.has(code)) return { decision, because: 'lead-moved', by: holderIn(detail), refused: null };
  if (decision.chosen?.kind !== 'person') return { decision, because: 'impossible', by: null, refused: null };
  return { decision, because: 'refused', by: null, refused: { rep: decision.chosen.id, code, message } };
}

const holderIn = (detail: unknown): string | null => (detail as { holder?: { id?: string } } | undefined)?.holder?.id ?? null;
