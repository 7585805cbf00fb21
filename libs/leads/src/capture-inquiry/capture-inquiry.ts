import { type Finding } from '#libs/contracts';
import { runCommand } from '#libs/event-store';
import { canonicalJson, newId, ProblemError } from '#libs/platform';
import { holderCheck, idCheck, textCheck } from '../checks.js';
import { decideInTime } from '../decide-in-time.js';
import { eventsOf } from '../decided-events.js';
import { type PreparedIntake, type Verdict } from '../decision.js';
import { checkEnvelope } from '../envelope-check.js';
import { inquiryIdOf, type Reservation } from '../identity/identity-registry.js';
import { isoInstant } from '../instant.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type CaptureInquiry } from '../lead-action.js';
import { type CaptureAnswer } from '../lead-answers.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { foldedWith, leadFold, leadStream } from '../lead-fold.js';
import { initialLead } from '../lead-state.js';
import { timeOf } from '../lead-time.js';
import { reserving } from '../limits/reserved.js';
import { holdersOf, organisationView } from '../organisation-view.js';
import { rejected } from '../rejection.js';
import { noJudge } from '../vocabulary-check.js';
import { isPersonal, readArrival, withRecognised } from './arrival.js';
import { prepareIntake, subjectsOf } from './prepare-intake.js';

/** Leads of one person that are looked at for an open one before a new one is started. */
const CLOSED_LEADS_TRIED = 20;
const MAX_INQUIRY_BYTES = 512 * 1024;

/** Found closed when it was to be joined: another lead must be reserved. */
class LeadIsClosed extends ProblemError {}

/**
 * 1. read what came and what its text mentions, 2. reserve person and lead in the registry, 3. seal, 4. append: the lead starts or the inquiry joins it. If the process
 * dies after 2, the same command goes on with the same lead, and so does any other inquiry of that person.
 */
export async function captureInquiry(
  dependencies: LeadDependencies,
  action: CaptureInquiry,
  envelope: CommandEnvelope,
): Promise<CaptureAnswer> {
  const body = canonicalJson([action, envelope.occurredAt ?? null]);
  checkEnvelope(envelope, refusals(action, envelope, body, dependencies.clock.now().getTime()));
  const commandHash = dependencies.keyedHash('command', body);
  const inquiryId = inquiryIdOf(envelope.commandId);
  const recognise = await dependencies.loadRecogniser?.();
  const read = readArrival(action, dependencies.defaultCountry, { freeText: 'sealed' });
  const arrival = recognise ? withRecognised(read, recognise, dependencies.clock.now().toISOString()) : read;
  const personId = isPersonal(arrival) ? newId() : null;

  const closed: string[] = [];
  for (;;) {
    const [reservation] = await dependencies.identity.reserve([
      {
        inquiryId,
        commandHash,
        points: arrival.contact.points,
        personId,
        exclude: closed,
        ...(closed.length >= CLOSED_LEADS_TRIED && { leadId: newId() }),
      },
    ]);
    if (reservation!.commandHash !== commandHash) throw reusedId();
    await dependencies.sealer.prepare(subjectsOf(reservation!));
    const intake = await prepareIntake(dependencies, action, arrival, inquiryId, reservation!);
    try {
      return await append(dependencies, action, envelope, commandHash, reservation!, intake);
    } catch (error) {
      if (!(error instanceof LeadIsClosed)) throw error;
      closed.push(reservation!.leadId);
    }
  }
}

/** What even an arrival is refused for: what could not stand in the log, and a time that has not come. */
function refusals(action: CaptureInquiry, envelope: CommandEnvelope, body: string, now: number): readonly Verdict[] {
  return [
    ...timeOf(initialLead, action, envelope, now, 'block').verdicts,
    action.holder ? holderCheck('holder', action.holder) : null,
    idCheck('team', action.team),
    idCheck('externalSource', action.externalSource),
    idCheck('externalId', action.externalId),
    textCheck('source', action.source?.trim() || null),
    Buffer.byteLength(body) > MAX_INQUIRY_BYTES
      ? {
          code: 'INQUIRY.TOO_LARGE',
          message: `An inquiry may have ${MAX_INQUIRY_BYTES / 1024} KiB; send large attachments elsewhere`,
          path: 'payload',
        }
      : null,
  ];
}

async function append(
  dependencies: LeadDependencies,
  action: CaptureInquiry,
  envelope: CommandEnvelope,
  commandHash: string,
  { leadId, personId }: Reservation,
  intake: PreparedIntake,
): Promise<CaptureAnswer> {
  const { log, organisation, clock } = dependencies;
  const stream = leadStream(leadId);
  const judge = (await dependencies.loadJudge?.()) ?? noJudge;
  const reservations = reserving(dependencies, leadId, envelope);
  const { events, revision, token } = await runCommand(log, {
    stream,
    fold: leadFold,
    // Most inquiries start a lead; the append tells where one joins. It does not tell that the inquiry was there already, and what gives a rep a
    // lead must not be counted anew when it is sent again.
    ...(action.holder?.kind !== 'person' && { seen: () => Promise.resolve([]) }),
    commandId: envelope.commandId,
    commandHash,
    decide: async ({ state, knownAt, revision: seen }) => {
      const now = clock.now().getTime();
      const holders = state.status === 'none' ? holdersOf(action) : [];
      const brought = {
        now,
        enforcement: 'block' as const,
        organisation: await organisationView(organisation, holders),
        sealedNote: null,
        intake,
        judge,
      };
      const { decision, time } = decideInTime(state, action, envelope, brought);
      if (decision.kind === 'rejected') {
        if (decision.violations.some(({ code }) => code === 'LEAD.CLOSED')) throw new LeadIsClosed(409, decision.violations);
        throw rejected(decision.violations);
      }
      const recording = {
        commandHash,
        occurredAt: time.occurredAt,
        findings: decision.findings,
        knownAt: isoInstant(now),
        lastKnownAt: knownAt,
      };
      const captured = eventsOf(stream, decision.events, envelope, recording);
      const after = foldedWith(state, captured, stream, seen);
      await reservations.before({ action, before: state, after, organisation: brought.organisation, at: now });
      return captured;
    },
  }).catch(reservations.instead);
  const findings: readonly Finding[] = events[0]?.metadata.findings ?? [];
  const joined = events[0]?.type === 'lead.inquiry-received';
  return { inquiryId: intake.inquiry.inquiryId, leadId, personId, joined, findings, revision, token };
}

const reusedId = (): ProblemError =>
  new ProblemError(422, [{ code: 'COMMAND.ID_REUSED', message: 'This command id was used for another inquiry; send a new id' }]);
