import { type AssignmentDecision } from '#libs/contracts';
import { type LoadBook } from './load-book.js';

/** A live decision whose lead has not been given yet. `overtaken`: it never will be, and the log does not say so yet. */
export interface Promised {
  readonly team: string;
  readonly decision: AssignmentDecision;
  readonly overtaken: { readonly because: 'lead-moved' | 'lead-closed'; readonly by: string | null } | null;
}

/**
 * Decisions on their way, by their ids. Two teams may have decided about one lead, each by the policies that its process knew: whichever is
 * carried out first overtakes the other. A lead on its way is load of the one it was decided for.
 */
export class PromiseBook {
  private readonly promises = new Map<string, Promised>();
  private readonly byLead = new Map<string, Set<string>>();

  constructor(private readonly loads: Pick<LoadBook, 'promise'>) {}

  get size(): number {
    return this.promises.size;
  }

  get(decisionId: string): Promised | undefined {
    return this.promises.get(decisionId);
  }

  values(): IterableIterator<Promised> {
    return this.promises.values();
  }

  /** Those of a lead, in log order. */
  of(leadId: string): readonly Promised[] {
    return [...(this.byLead.get(leadId) ?? [])].map((decisionId) => this.promises.get(decisionId)!);
  }

  /** Some decision about the lead is still to be carried out. */
  isPromised(leadId: string): boolean {
    return this.of(leadId).some(({ overtaken }) => !overtaken);
  }

  add(promised: Promised): void {
    this.put(promised);
    this.count(promised, 1);
  }

  overtake(promised: Promised, overtaken: NonNullable<Promised['overtaken']>): void {
    if (promised.overtaken) return;
    this.count(promised, -1);
    this.put({ ...promised, overtaken });
  }

  /** Given, or void. */
  remove(promised: Promised): void {
    const { decisionId, leadId } = promised.decision;
    this.count(promised, -1);
    this.promises.delete(decisionId);
    const ofLead = this.byLead.get(leadId);
    ofLead?.delete(decisionId);
    if (ofLead?.size === 0) this.byLead.delete(leadId);
  }

  toJSON(): unknown {
    return [...this.promises.values()];
  }

  /** What was saved; loads are saved with their promises. */
  restore(saved: unknown): void {
    for (const promised of saved as readonly Promised[]) this.put(promised);
  }

  private put(promised: Promised): void {
    const { decisionId, leadId } = promised.decision;
    this.promises.set(decisionId, promised);
    const ofLead = this.byLead.get(leadId);
    if (ofLead) ofLead.add(decisionId);
    else this.byLead.set(leadId, new Set([decisionId]));
  }

  private count({ decision: { chosen }, overtaken }: Promised, change: 1 | -1): void {
    if (!overtaken && chosen?.kind === 'person') this.loads.promise(chosen.id, change);
  }
}
