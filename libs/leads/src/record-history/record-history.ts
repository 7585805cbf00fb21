import { foldStream } from '#libs/event-store';
import { concurrently, unavailable } from '#libs/platform';
import { type Enforcement } from '../decision.js';
import { type HistoricalCase } from '../lead-action.js';
import { type CaseAnswer } from '../lead-answers.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { initialLead } from '../lead-state.js';
import { appendsOf } from './appends-of.js';
import { identify, type IdentifiedCase } from './identify.js';
import { organisationOfHistory } from './organisation-of-history.js';
import { type FoldedLead, planCase } from './plan-case.js';

export interface HistoryOptions {
  /**
   * True only where no fact of this import can be in the log yet (its first run): then a lead is taken for new and its stream is read only
   * when the append shows that it is not. Otherwise every stream is read first, which tells what was accepted before.
   */
  readonly fresh?: boolean;
  /** Default `record-only`. Under `block` a case that breaks a rule is not recorded at all, and every breach is among its rejected rows. */
  readonly enforcement?: Enforcement;
}

/** Enough to fill the group commits of the store without holding many cases in memory. */
const IN_FLIGHT = 64;
const ATTEMPTS = 6;

const newLead: FoldedLead = { state: initialLead, revision: -1, knownAt: null, storePosition: null, accepted: new Map() };

export async function recordHistory(
  dependencies: LeadDependencies,
  cases: readonly HistoricalCase[],
  { fresh = false, enforcement = 'record-only' }: HistoryOptions = {},
): Promise<CaseAnswer[]> {
  const [identified, organisation] = await Promise.all([
    identify(dependencies, cases),
    organisationOfHistory(dependencies.organisation, cases, enforcement),
  ]);
  return concurrently(identified, IN_FLIGHT, async (one) => {
    let folded = fresh ? newLead : await foldStream(dependencies.log, leadStream(one.leadId), leadFold);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const plan = await planCase(dependencies, one, folded, organisation, enforcement);
      if (await appended(dependencies, one, folded.revision, plan.events)) return plan.answer;
      folded = await foldStream(dependencies.log, leadStream(one.leadId), leadFold);
    }
    throw unavailable('STREAM.BUSY', `Others keep changing lead ${one.leadId}; run the import again`);
  });
}

/** True where all of it is in the log; false after a lost race, then the lead must be read again. */
async function appended(
  { log }: LeadDependencies,
  { leadId }: IdentifiedCase,
  revision: number,
  events: Parameters<typeof appendsOf>[0],
): Promise<boolean> {
  let last = revision;
  for (const part of appendsOf(events)) {
    const outcome = await log.append(leadStream(leadId), part, last < 0 ? 'no-stream' : last);
    if (outcome.kind !== 'appended') return false;
    last = outcome.revision;
  }
  return true;
}
