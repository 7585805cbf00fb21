import { type Actor } from '#libs/contracts';
import { type CommandAnswer, type EventLog, eventToAppend, runCommand } from '#libs/event-store';
import { documentViolations, type DocumentProblem } from '#libs/expressions';
import { canonicalJson, type Clock, ProblemError, sha256 } from '#libs/platform';
import { parseRates } from './parse-rates.js';
import { ratesFold } from './rates-state.js';

export interface RatesDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}

export interface PublishedRates {
  readonly name: string;
  readonly version: number;
  readonly answer: CommandAnswer;
}

/** Errors: `ProblemError` 422 with everything that is wrong, line and column where it is the document; those of `runCommand`. */
export interface RatesCommands {
  /** The next version; the same document again is no new one. */
  publish(
    command: { readonly document: string; readonly reason: string },
    envelope: { readonly commandId: string; readonly actor: Actor; readonly correlationId?: string; readonly expectedRevision?: number },
  ): Promise<PublishedRates>;
  /** What `publish` would refuse of the document itself; publishes nothing. */
  check(document: string): { readonly name: string | null; readonly problems: readonly DocumentProblem[] };
}

export const createRatesCommands = ({ log, keyedHash, clock }: RatesDependencies): RatesCommands => ({
  check: (document) => {
    const { rates, problems } = parseRates(document);
    return { name: rates?.name ?? null, problems };
  },
  publish: async ({ document, reason }, { commandId, actor, correlationId, expectedRevision }) => {
    const { rates, problems } = parseRates(document);
    const violations = documentViolations(problems);
    if (reason.trim() === '') violations.push({ code: 'RATES.REASON', message: 'Say why this version is published', path: 'reason' });
    const [first, ...others] = violations;
    if (!rates || first) throw new ProblemError(422, [first!, ...others]);
    const stream = `rates-${rates.name}`;
    const commandHash = keyedHash('command', canonicalJson(['publish-rates', document, reason]));
    const documentHash = sha256(document);
    let version = 0;
    const answer = await runCommand(log, {
      stream,
      fold: ratesFold,
      commandId,
      commandHash,
      ...(expectedRevision !== undefined && { expectedRevision }),
      decide: ({ state, knownAt }) => {
        const last = state.versions.at(-1);
        version = last?.version ?? 0;
        if (last?.documentHash === documentHash) return [];
        version += 1;
        const now = clock.now().toISOString();
        const recordedAt = knownAt !== null && knownAt > now ? knownAt : now;
        const data = { ...rates, rates: [...rates.rates], version, document, documentHash, reason: reason.trim() };
        return [
          eventToAppend(
            stream,
            0,
            { type: 'rates.published', data },
            {
              actor,
              commandId,
              commandHash,
              correlationId: correlationId ?? commandId,
              causationId: commandId,
              occurredAt: { precision: 'instant', value: recordedAt },
              knownAt: recordedAt,
            },
          ),
        ];
      },
    });
    const [published] = answer.events;
    return { name: rates.name, version: published?.type === 'rates.published' ? published.data.version : version, answer };
  },
});
