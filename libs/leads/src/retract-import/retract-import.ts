import { type Actor } from '#libs/contracts';
import { runCommand } from '#libs/event-store';
import { canonicalJson, concurrently, derivedId } from '#libs/platform';
import { eventsOf } from '../decided-events.js';
import { isoInstant } from '../instant.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { foldedWith, leadFold, leadStream } from '../lead-fold.js';
import { reserving } from '../limits/reserved.js';
import { decideRetraction } from './retract-import.decide.js';

const IN_FLIGHT = 64;

/**
 * Voids what an import brought into these leads, or is about to bring; a lead where that is said already is left alone. Whoever has a lead no more
 * by it, or has it again, is counted so.
 */
export async function retractImport(
  { log, keyedHash, clock, limits }: Pick<LeadDependencies, 'log' | 'keyedHash' | 'clock' | 'limits'>,
  importId: string,
  leadIds: readonly string[],
  actor: Actor,
): Promise<{ readonly retracted: number }> {
  const commandHash = keyedHash('command', canonicalJson(['retract-import', importId]));
  const answers = await concurrently(leadIds, IN_FLIGHT, async (leadId) => {
    const stream = leadStream(leadId);
    const commandId = derivedId('retract-import', importId, leadId);
    const reservations = reserving({ limits }, leadId, { commandId, actor });
    const answer = await runCommand(log, {
      stream,
      fold: leadFold,
      commandId,
      commandHash,
      decide: async ({ state, knownAt, revision }) => {
        const at = clock.now().getTime();
        const now = isoInstant(at);
        const occurredAt = { precision: 'instant' as const, value: now };
        const recording = { commandHash, occurredAt, findings: [], knownAt: now, lastKnownAt: knownAt };
        const events = eventsOf(stream, decideRetraction(state, importId), { commandId, actor }, recording);
        const after = foldedWith(state, events, stream, revision);
        await reservations.before({ action: null, before: state, after, organisation: null, at });
        return events;
      },
    }).catch(reservations.instead);
    await reservations.after();
    return answer;
  });
  return { retracted: answers.filter(({ repeated }) => !repeated).length };
}
