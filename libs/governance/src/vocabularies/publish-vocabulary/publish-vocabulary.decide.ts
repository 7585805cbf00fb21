import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type VocabularyDocument } from '../vocabulary.js';
import { type VocabularyState } from '../vocabulary-state.js';

export interface PublishVocabulary {
  readonly parsed: VocabularyDocument;
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
  /** ISO instant; in the past: from now on. */
  readonly effectiveFrom: string | null;
  /** ISO instant: when the command was accepted. */
  readonly now: string;
  /** The version before, read; null where there is none. */
  readonly before: VocabularyDocument | null;
}

export type PublishDecision =
  | { readonly kind: 'events'; readonly version: number; readonly events: readonly LedgerEvent<'vocabulary.published'>[] }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

/**
 * The same document as the last version is that version; anything else is the next. What was once a value stays one (it is retired by its last day),
 * and a writing is lost only where the document says so, or what was recorded with it would silently mean nothing.
 */
export function decidePublishVocabulary(state: VocabularyState, command: PublishVocabulary): PublishDecision {
  const { parsed, document, documentHash, reason, now } = command;
  const [first, ...others] = faultsOf(command);
  if (first) return { kind: 'rejected', violations: [first, ...others] };
  const last = state.versions.at(-1);
  if (last?.documentHash === documentHash) return { kind: 'events', version: last.version, events: [] };
  const version = (last?.version ?? 0) + 1;
  const effectiveFrom = command.effectiveFrom !== null && command.effectiveFrom > now ? command.effectiveFrom : now;
  const data = { name: parsed.name, version, document, documentHash, effectiveFrom, reason };
  return { kind: 'events', version, events: [{ type: 'vocabulary.published', data }] };
}

function faultsOf({ parsed, before, reason }: PublishVocabulary): readonly Violation[] {
  const dropped = [...(before?.codes.keys() ?? [])].filter((code) => !parsed.codes.has(code));
  const isOfDropped = (code: string): boolean => dropped.includes(code);
  const lost = [...(before?.spellings ?? [])].filter(
    ([spelling, code]) => !parsed.spellings.has(spelling) && !isOfDropped(code) && !parsed.withdrawn.includes(spelling),
  );
  return [
    ...(reason === '' ? [{ code: 'VOCABULARY.REASON', message: 'Say why this version is published', path: 'reason' }] : []),
    ...dropped.map((code) => ({
      code: 'VOCABULARY.CODE_DROPPED',
      message: `${code} is missing: a value is never taken away, it is retired. Keep it, with \`to:\` and its last day`,
      path: `codes.${code}`,
    })),
    ...lost.map(([spelling, code]) => ({
      code: 'VOCABULARY.SPELLING_DROPPED',
      message: `"${spelling}" no longer means ${code}: keep it among its aliases, or list it under \`withdrawn:\` where it was wrong`,
      path: `codes.${code}.aliases`,
    })),
  ];
}
