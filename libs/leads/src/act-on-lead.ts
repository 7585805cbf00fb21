import { type Sealed } from '#libs/contracts';
import { runCommand } from '#libs/event-store';
import { canonicalJson } from '#libs/platform';
import { idCheck } from './checks.js';
import { decideInTime } from './decide-in-time.js';
import { eventsOf } from './decided-events.js';
import { checkEnvelope } from './envelope-check.js';
import { isoInstant } from './instant.js';
import { type CaptureInquiry, type CommandEnvelope, type LeadAction } from './lead-action.js';
import { type LeadAnswer } from './lead-answers.js';
import { type LeadDependencies } from './lead-dependencies.js';
import { leadFold, leadStream } from './lead-fold.js';
import { type LeadState } from './lead-state.js';
import { holdersOf, organisationView } from './organisation-view.js';
import { type Sealer } from './ports.js';
import { rejected } from './rejection.js';

/** Any action on a lead that exists. */
export async function actOnLead(
  { log, organisation, sealer, keyedHash, clock }: LeadDependencies,
  leadId: string,
  action: Exclude<LeadAction, CaptureInquiry>,
  envelope: CommandEnvelope,
): Promise<LeadAnswer> {
  checkEnvelope(envelope, [idCheck('lead', leadId)]);
  const stream = leadStream(leadId);
  const commandHash = keyedHash('command', canonicalJson([action, envelope.occurredAt ?? null]));
  // Asked for while the lead is read; what goes wrong is told where it is awaited.
  const organisationNow = organisationView(organisation, holdersOf(action));
  organisationNow.catch(() => undefined);
  const answer = await runCommand(log, {
    stream,
    fold: leadFold,
    commandId: envelope.commandId,
    commandHash,
    ...(envelope.expectedRevision !== undefined && { expectedRevision: envelope.expectedRevision }),
    decide: async ({ state, knownAt }) => {
      const now = clock.now().getTime();
      const { decision, time } = decideInTime(state, action, envelope, {
        now,
        enforcement: 'block',
        organisation: await organisationNow,
        sealedNote: await sealedNote(sealer, state, leadId, action),
        intake: null,
      });
      if (decision.kind === 'rejected') throw rejected(decision.violations);
      const recording = {
        commandHash,
        occurredAt: time.occurredAt,
        findings: decision.findings,
        knownAt: isoInstant(now),
        lastKnownAt: knownAt,
      };
      return eventsOf(stream, decision.events, envelope, recording);
    },
  });
  return { ...answer, leadId };
}

/** A note is about the people of the lead; where none is known, it is sealed under the lead's own key. */
export async function sealedNote(sealer: Sealer, state: LeadState, leadId: string, action: LeadAction): Promise<Sealed | null> {
  if (action.do !== 'record-follow-up' || !action.note?.trim()) return null;
  const subjects = state.personIds.length > 0 ? state.personIds : [leadId];
  await sealer.prepare(subjects);
  return sealer.seal(subjects, { note: action.note });
}
