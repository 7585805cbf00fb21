import { setTimeout as delay } from 'node:timers/promises';
import { derivedId, type Logger, ProblemError } from '#libs/platform';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { type Promised } from '../assignment/work-book.js';
import { policyActor } from './decision-events.js';
import { type Giving, type LeadGiver } from './lead-giver.port.js';
import { type Refusal } from './team-pass.js';

/** Leads that are given at once. */
const AT_ONCE = 64;
const RETRY_MS = 250;

/**
 * Gives leads, many at once, beside the loop that decides. A decision stands here from when its lead is being given until the log tells that it was;
 * what cannot be done comes out as a refusal.
 */
export class GivingQueue {
  private readonly under = new Map<string, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private refusals: Refusal[] = [];
  private running = 0;

  constructor(
    private readonly giver: LeadGiver,
    private readonly logger: Logger,
    private readonly onRefused: () => void,
  ) {}

  has(decisionId: string): boolean {
    return this.under.has(decisionId);
  }

  start(promised: Promised, spec: AssignmentSpec | null): void {
    this.under.set(promised.decision.decisionId, this.give(promised, spec));
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
  keep(promised: ReadonlySet<string>): void {
    for (const decisionId of this.under.keys()) if (!promised.has(decisionId)) this.under.delete(decisionId);
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.under.values());
  }

  private async give(promised: Promised, spec: AssignmentSpec | null): Promise<void> {
    const { decisionId } = promised.decision;
    while (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      await this.giver.give(givingOf(promised, spec));
    } catch (error) {
      const refusal = refusalOf(promised, error);
      if (refusal) {
        this.refusals.push(refusal);
        this.onRefused();
      } else {
        this.logger.warn({ err: error, decisionId }, 'A lead could not be given now; it is tried again');
        await delay(RETRY_MS);
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
