import { concurrently, unavailable } from '#libs/platform';
import { type Enforcement } from '../decision.js';
import { type HistoricalCase } from './historical-case.js';
import { type CaseAnswer } from '../lead-answers.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { leadStream } from '../lead-fold.js';
import { postedReps, withPostings } from '../limits/posted-history.js';
import { appendsOf } from './appends-of.js';
import { identify } from './identify.js';
import { beginsLead, readLead, takenForNew } from './imported-lead.js';
import { organisationOfHistory } from './organisation-of-history.js';
import { noJudge } from '../vocabulary-check.js';
import { planCase } from './plan-case.js';

export interface HistoryOptions {
  /**
   * True only where no fact of this import can be in the log yet (its first run): then a lead that a case begins is taken for new and its stream is
   * read only when the append shows that it is not. Otherwise every stream is read first, which tells what was accepted before.
   */
  readonly fresh?: boolean;
  /** Default `record-only`. Under `block` a case that breaks a rule is not recorded at all, and every breach is among its rejected rows. */
  readonly enforcement?: Enforcement;
  /** Hears of the streams after they are read and before they are touched, at each attempt; what it throws ends the import. */
  readonly touching?: (streams: readonly string[]) => Promise<void>;
}

/** Enough to fill the group commits of the store without holding many cases in memory. */
const IN_FLIGHT = 64;
const ATTEMPTS = 6;

export async function recordHistory(
  dependencies: LeadDependencies,
  cases: readonly HistoricalCase[],
  { fresh = false, enforcement = 'record-only', touching = () => Promise.resolve() }: HistoryOptions = {},
): Promise<CaseAnswer[]> {
  const leads = await concurrently(cases, IN_FLIGHT, async (one) =>
    fresh && beginsLead(one) ? takenForNew(one) : await readLead(dependencies, one),
  );
  await touching(leads.map(({ leadId }) => leadStream(leadId)));
  const [judge, identified, organisation] = await Promise.all([
    dependencies.loadJudge?.() ?? noJudge,
    identify(
      dependencies,
      cases,
      leads.map(({ leadId }) => leadId),
    ),
    organisationOfHistory(dependencies.organisation, cases, enforcement),
  ]);
  const now = dependencies.clock.now().getTime();
  const isPosted = postedReps(dependencies.organisation, organisation, now);
  return concurrently(
    identified.map((one, index) => ({ one, case: cases[index]!, lead: leads[index]! })),
    IN_FLIGHT,
    async (work) => {
      let { one, lead } = work;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const plan = await planCase(dependencies, one, lead.folded, organisation, enforcement, judge);
        const append = (): Promise<boolean> => appended(dependencies, one.leadId, lead.folded.revision, plan.events);
        const change = { leadId: one.leadId, before: lead.folded.state, after: plan.after, events: plan.events };
        if (await withPostings(dependencies, isPosted, change, now, append)) return plan.answer;
        lead = await readLead(dependencies, work.case, lead.place);
        await touching([leadStream(lead.leadId)]);
        if (lead.leadId === one.leadId) continue;
        one = (await identify(dependencies, [work.case], [lead.leadId]))[0]!;
      }
      throw unavailable('STREAM.BUSY', `Others keep changing lead ${lead.leadId}; run the import again`);
    },
  );
}

/** True where all of it is in the log; false after a lost race, then the lead must be read again. */
async function appended(
  { log }: LeadDependencies,
  leadId: string,
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
