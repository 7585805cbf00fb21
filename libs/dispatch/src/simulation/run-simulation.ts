import { setImmediate } from 'node:timers/promises';
import { documentViolations } from '#libs/expressions';
import { ProblemError, type Violation } from '#libs/platform';
import { type Pool } from 'pg';
import { readAssignment } from '../assignment-policy/compile-assignment.js';
import { periodOf } from '../period.js';
import { AS_KNOWN_THEN, readSimulation } from './read-simulation.js';
import { type SimulatedDecision, simulate } from './simulate.js';
import { type SimulationResult } from './simulation-result.js';
import { SimulationSummary } from './summarise-simulation.js';

/** What a person asks: a document, and the past it is to be tried on. */
export interface SimulationRequest {
  readonly document: string;
  /** A date (a whole day in `timeZone`, both included) or an ISO instant (half-open). */
  readonly from: string;
  readonly to: string;
  /** ISO instant, or `then`. */
  readonly knownAt?: string;
  readonly position?: string;
}

export interface SimulationHooks {
  readonly timeZone: string;
  readonly onProgress?: (progress: { readonly stage: string; readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** Others of the process get their turn after so many decisions. */
const BREATH = 100;

/**
 * Replays past intake through a candidate policy: gives the decisions one by one, and the result at the end. The same log and request give the
 * same. Errors: 422 with every problem of the document, of the period and of the clocks.
 */
export async function* runSimulation(
  pool: Pool,
  request: SimulationRequest,
  hooks: SimulationHooks,
): AsyncGenerator<SimulatedDecision, SimulationResult> {
  const asked = await checked(pool, request, hooks.timeZone);
  hooks.onProgress?.({ stage: 'reading', done: 0, total: 0 });
  const input = await readSimulation(pool, asked, asked);
  const summary = new SimulationSummary(asked.spec);
  const decisions = simulate(input);
  const total = input.inquiries.length;
  for (let done = 0; ; done++) {
    if (done % BREATH === 0) {
      hooks.onProgress?.({ stage: 'deciding', done, total });
      await setImmediate();
      hooks.signal?.throwIfAborted();
    }
    const next = decisions.next();
    if (next.done) return summary.result(input, { knownAt: asked.knownAt, ...next.value });
    summary.add(next.value);
    yield next.value;
  }
}

/** Only what comes of it in sum. */
export async function simulationResult(pool: Pool, request: SimulationRequest, hooks: SimulationHooks): Promise<SimulationResult> {
  const running = runSimulation(pool, request, hooks);
  for (;;) {
    const next = await running.next();
    if (next.done) return next.value;
  }
}

async function checked(pool: Pool, request: SimulationRequest, zone: string) {
  const { document, knownAt = null } = request;
  const { spec, problems } = readAssignment(document);
  const violations: Violation[] = documentViolations(problems);
  const period = periodOf(request, zone, violations);
  if (knownAt !== null && knownAt !== AS_KNOWN_THEN && Number.isNaN(Date.parse(knownAt)))
    violations.push({ code: 'TIME.MALFORMED', message: 'knownAt is an ISO 8601 instant, or the word then', path: 'knownAt' });
  const { rows } = await pool.query<{ position: string }>(`select position from read.checkpoint where name = 'spine'`);
  const head = Number(rows[0]?.position ?? 0);
  const position = request.position === undefined ? head : Number(request.position);
  if (!(position <= head)) violations.push({ code: 'POSITION.BEYOND_LOG', message: `The log ends at position ${head}`, path: 'position' });
  const [first, ...others] = violations;
  if (first || !spec || !period)
    throw first ? new ProblemError(422, [first, ...others]) : new Error('A document without problems has a spec');
  const known = knownAt === null || knownAt === AS_KNOWN_THEN ? knownAt : new Date(knownAt).toISOString();
  return { spec, document, ...period, position, knownAt: known };
}
