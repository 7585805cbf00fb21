import { type CommandAnswer, type CommandEnvelope, type CommandMeans, runCommandNow } from '#libs/event-store';
import { documentViolations, type DocumentProblem } from '#libs/expressions';
import { ProblemError, sha256 } from '#libs/platform';
import { parseRates } from './parse-rates.js';
import { ratesFold } from './rates-state.js';

export interface PublishedRates {
  readonly name: string;
  readonly version: number;
  readonly answer: CommandAnswer;
}

/** Errors: `ProblemError` 422 with everything that is wrong, line and column where it is the document; those of `runCommand`. */
export interface RatesCommands {
  /** The next version; the same document again is no new one. */
  publish(command: { readonly document: string; readonly reason: string }, envelope: CommandEnvelope): Promise<PublishedRates>;
  /** What `publish` would refuse of the document itself; publishes nothing. */
  check(document: string): { readonly name: string | null; readonly problems: readonly DocumentProblem[] };
}

export const createRatesCommands = (means: CommandMeans): RatesCommands => ({
  check: (document) => {
    const { rates, problems } = parseRates(document);
    return { name: rates?.name ?? null, problems };
  },
  publish: async ({ document, reason }, envelope) => {
    const { rates, problems } = parseRates(document);
    const violations = documentViolations(problems);
    if (reason.trim() === '') violations.push({ code: 'RATES.REASON', message: 'Say why this version is published', path: 'reason' });
    const [first, ...others] = violations;
    if (!rates || first) throw new ProblemError(422, [first!, ...others]);
    const documentHash = sha256(document);
    let version = 0;
    const answer = await runCommandNow(means, {
      stream: `rates-${rates.name}`,
      fold: ratesFold,
      body: ['publish-rates', document, reason],
      envelope,
      decide: (state) => {
        const last = state.versions.at(-1);
        version = last?.version ?? 0;
        if (last?.documentHash === documentHash) return [];
        version += 1;
        const data = { ...rates, rates: [...rates.rates], version, document, documentHash, reason: reason.trim() };
        return [{ type: 'rates.published', data }];
      },
    });
    const [published] = answer.events;
    return { name: rates.name, version: published?.type === 'rates.published' ? published.data.version : version, answer };
  },
});
