import { type ReleaseRoute, type Sealed } from '#libs/contracts';
import { runCommand } from '#libs/event-store';
import { canonicalJson, type Violation } from '#libs/platform';
import { idCheck } from './checks.js';
import { decideInTime } from './decide-in-time.js';
import { eventsOf } from './decided-events.js';
import { checkEnvelope } from './envelope-check.js';
import { isoInstant } from './instant.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type CaptureInquiry, type LeadAction } from './lead-action.js';
import { type LeadAnswer } from './lead-answers.js';
import { type LeadDependencies } from './lead-dependencies.js';
import { foldedWith, leadFold, leadStream } from './lead-fold.js';
import { holderAt, type LeadState } from './lead-state.js';
import { presentSight } from './limits/present-sight.js';
import { withRoutedPool } from './limits/released-to.js';
import { reserving } from './limits/reserved.js';
import { holdersOf, organisationView, presentOf, withPresent } from './organisation-view.js';
import { type Sealer } from './ports.js';
import { rejected } from './rejection.js';
import { noJudge } from './vocabulary-check.js';

/** Any action on a lead that exists. */
export async function actOnLead(
  dependencies: LeadDependencies,
  leadId: string,
  action: Exclude<LeadAction, CaptureInquiry>,
  envelope: CommandEnvelope,
): Promise<LeadAnswer> {
  const { log, organisation, sealer, keyedHash, clock, seen } = dependencies;
  checkEnvelope(envelope, [idCheck('lead', leadId)]);
  const stream = leadStream(leadId);
  const commandHash = keyedHash('command', canonicalJson([action, envelope.occurredAt ?? null]));
  // Asked for while the lead is read; what goes wrong is told where it is awaited.
  const organisationNow = organisationView(organisation, holdersOf(action));
  organisationNow.catch(() => undefined);
  const judge = action.do === 'change-attributes' ? ((await dependencies.loadJudge?.()) ?? noJudge) : noJudge;
  const reservations = reserving(dependencies, leadId, envelope);
  const answer = await runCommand(log, {
    stream,
    fold: leadFold,
    seen,
    commandId: envelope.commandId,
    commandHash,
    ...(envelope.expectedRevision !== undefined && { expectedRevision: envelope.expectedRevision }),
    decide: async ({ state, knownAt, revision }) => {
      const now = clock.now().getTime();
      const done = withRoutedPool(action, state, await routesFor(dependencies, action));
      const view = withPresent(await organisationNow, await organisationView(organisation, presentOf(state, done, envelope, now)));
      const { bound } = envelope;
      const { decision, time } = decideInTime(state, done, envelope, {
        now,
        enforcement: 'block',
        organisation: view,
        sealedNote: await sealedNote(sealer, state, leadId, action),
        intake: null,
        judge,
        bound: bound ? { ...bound, sight: await presentSight(dependencies, state, bound, view, now) } : null,
      });
      if (decision.kind === 'rejected') throw rejected(await withLimits(dependencies, leadId, state, action, decision.violations, now));
      const recording = {
        commandHash,
        occurredAt: time.occurredAt,
        findings: decision.findings,
        knownAt: isoInstant(now),
        lastKnownAt: knownAt,
      };
      const events = eventsOf(stream, decision.events, envelope, recording);
      const after = foldedWith(state, events, stream, revision);
      await reservations.before({ action, before: state, after, organisation: view, at: now });
      return events;
    },
  }).catch(reservations.instead);
  await reservations.after();
  return { ...answer, leadId };
}

const routesFor = async ({ organisation }: LeadDependencies, action: LeadAction): Promise<readonly ReleaseRoute[]> =>
  action.do === 'release-lead' && action.pool === undefined ? organisation.releaseRoutes() : [];

/** Of a claim that is refused anyway, the limits are named with the rest. */
async function withLimits(
  { limits }: LeadDependencies,
  leadId: string,
  state: LeadState,
  action: LeadAction,
  violations: readonly [Violation, ...Violation[]],
  now: number,
): Promise<readonly [Violation, ...Violation[]]> {
  const holder = holderAt(state, now)?.to;
  if (action.do !== 'claim-lead' || holder?.kind !== 'pool') return violations;
  return [...violations, ...(await limits.wouldRefuse({ rep: action.rep, leadId, purpose: 'claim', fromPool: holder.id }))];
}

/** A note is about the people of the lead; where none is known, it is sealed under the lead's own key. */
export async function sealedNote(sealer: Sealer, state: LeadState, leadId: string, action: LeadAction): Promise<Sealed | null> {
  if (action.do !== 'record-follow-up' || !action.note?.trim()) return null;
  const subjects = state.personIds.length > 0 ? state.personIds : [leadId];
  await sealer.prepare(subjects);
  return sealer.seal(subjects, { note: action.note });
}
