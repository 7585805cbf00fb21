import { type Actor } from '#libs/contracts';
import { runCommand } from '#libs/event-store';
import { canonicalJson, concurrently, derivedId } from '#libs/platform';
import { eventsOf } from '../decided-events.js';
import { isoInstant } from '../instant.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { decideRetraction } from './retract-import.decide.js';

const IN_FLIGHT = 64;

/** Voids what an import brought into these leads; a lead it did not touch, or that is retracted already, is left alone. */
export async function retractImport(
  { log, keyedHash, clock }: Pick<LeadDependencies, 'log' | 'keyedHash' | 'clock'>,
  importId: string,
  leadIds: readonly string[],
  actor: Actor,
): Promise<{ readonly retracted: number }> {
  const commandHash = keyedHash('command', canonicalJson(['retract-import', importId]));
  const answers = await concurrently(leadIds, IN_FLIGHT, async (leadId) => {
    const stream = leadStream(leadId);
    const commandId = derivedId('retract-import', importId, leadId);
    return runCommand(log, {
      stream,
      fold: leadFold,
      commandId,
      commandHash,
      decide: ({ state, knownAt }) => {
        const now = isoInstant(clock.now().getTime());
        const occurredAt = { precision: 'instant' as const, value: now };
        const recording = { commandHash, occurredAt, findings: [], knownAt: now, lastKnownAt: knownAt };
        return eventsOf(stream, decideRetraction(state, importId), { commandId, actor }, recording);
      },
    });
  });
  return { retracted: answers.filter(({ repeated }) => !repeated).length };
}
