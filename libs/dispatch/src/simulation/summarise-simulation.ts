import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { FairnessAmounts } from '../trust/fairness-balances.js';
import { type SimulatedDecision } from './simulate.js';
import { assumptions, type SimulationResult, type Waits } from './simulation-result.js';
import { type SimulationInput } from './simulation-input.js';

interface RepSums {
  assigned: number;
  /** When simulated leads came (+1) and went (−1). */
  readonly moves: { readonly at: number; readonly by: 1 | -1 }[];
}

/** Counts decisions as they are made; the sums do not depend on how they are read. */
export class SimulationSummary {
  private readonly reps = new Map<string, RepSums>();
  private readonly amounts: FairnessAmounts;
  private readonly rules = new Map<string, number>();
  private readonly fallbacks = new Map<string, number>();
  private readonly exclusions = new Map<string, number>();
  private readonly waits: number[] = [];
  private readonly actualWaits: number[] = [];
  private decisions = 0;
  private held = 0;
  private alerts = 0;
  private compared = 0;
  private differ = 0;

  constructor(private readonly spec: AssignmentSpec) {
    this.amounts = new FairnessAmounts(spec.fairness.measure);
    for (const { name } of spec.bypasses) this.rules.set(`bypass ${name}`, 0);
    for (const { name } of spec.entries) this.rules.set(`entry ${name}`, 0);
  }

  add({ inquiry, decision, held }: SimulatedDecision): void {
    const { candidates, chosen, fallbacks, rule, alert, decidedAt } = decision;
    const at = Date.parse(decidedAt.at);
    this.decisions += 1;
    if (held > 0) this.held += 1;
    if (alert !== null) this.alerts += 1;
    count(this.rules, rule.kind === 'fallback' ? 'fallback' : `${rule.kind} ${rule.name}`);
    for (const { step, to } of fallbacks) if (to !== null) count(this.fallbacks, step);
    for (const { rep, excluded } of candidates) {
      if (excluded) count(this.exclusions, excluded.code);
      else this.rep(rep);
    }
    const { owner, ownedAt, releasedAt, invalid } = inquiry.actual;
    if (chosen?.kind === 'person') {
      const sums = this.rep(chosen.id);
      sums.assigned += 1;
      if (decision.fairness) this.amounts.give(decision.fairness.rep, { invalid, value: decision.fairness.value });
      sums.moves.push({ at, by: 1 });
      if (releasedAt !== null) sums.moves.push({ at: Math.max(releasedAt, at), by: -1 });
      this.waits.push(at - inquiry.at);
    }
    if (ownedAt !== null && ownedAt >= inquiry.at) this.actualWaits.push(ownedAt - inquiry.at);
    if (owner === null || chosen?.kind !== 'person') return;
    this.compared += 1;
    if (chosen.id !== owner) this.differ += 1;
  }

  result(
    input: SimulationInput,
    asked: { readonly knownAt: string | null; readonly notTaken: number; readonly neverDecided: number },
  ): SimulationResult {
    const { fairness, name } = this.spec;
    const balances = this.amounts.balances(fairness.tolerance);
    const deviations = balances.lines.map(({ deviation }) => Math.abs(deviation));
    return {
      policy: name,
      documentHash: input.documentHash,
      from: new Date(input.from).toISOString(),
      to: new Date(input.to).toISOString(),
      position: String(input.position),
      knownAt: asked.knownAt,
      inquiries: input.inquiries.length,
      decisions: this.decisions,
      notTaken: asked.notTaken,
      neverDecided: asked.neverDecided,
      held: this.held,
      alerts: this.alerts,
      speed: { simulated: waitsOf(this.waits), actual: waitsOf(this.actualWaits) },
      load: balances.lines.map(({ rep, amount, deviation }) => ({ rep, ...this.loadOf(rep), amount, deviation })),
      fairness: {
        measure: fairness.measure,
        tolerance: fairness.tolerance,
        deviation: Math.max(0, ...deviations),
        breaches: balances.breaches,
      },
      rules: Object.fromEntries(this.rules),
      neverMatched: [...this.rules].flatMap(([rule, times]) => (times === 0 ? [rule] : [])),
      fallbacks: byName(this.fallbacks),
      exclusions: byName(this.exclusions),
      expectedOverrides: {
        compared: this.compared,
        differ: this.differ,
        share: this.compared === 0 ? null : this.differ / this.compared,
      },
      assumptions,
    };
  }

  private loadOf(rep: string): { readonly assigned: number; readonly peak: number } {
    const { assigned, moves } = this.rep(rep);
    return { assigned, peak: peakOf(moves) };
  }

  private rep(id: string): RepSums {
    let sums = this.reps.get(id);
    if (!sums) this.reps.set(id, (sums = { assigned: 0, moves: [] }));
    this.amounts.include(id);
    return sums;
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const byName = (counts: Map<string, number>) => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

function peakOf(moves: RepSums['moves']): number {
  let open = 0;
  let peak = 0;
  for (const { by } of [...moves].sort((a, b) => a.at - b.at || a.by - b.by)) {
    open += by;
    peak = Math.max(peak, open);
  }
  return peak;
}

function waitsOf(waits: readonly number[]): Waits {
  const sorted = [...waits].sort((a, b) => a - b);
  const rank = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { count: sorted.length, medianMs: rank(0.5), p90Ms: rank(0.9), maxMs: sorted.at(-1) ?? null };
}
