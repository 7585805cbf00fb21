/** What of a stream's `$metadata` decides on visibility. Access lists are not kept here: an embedded store has no users to tell apart. */
export interface StreamMetadata {
  /** `$tb`: events below are hidden. Infinity is a soft delete. */
  readonly truncateBefore: number;
  readonly maxCount: number | null;
  readonly maxAgeMs: number | null;
}

export const NO_METADATA: StreamMetadata = { truncateBefore: 0, maxCount: null, maxAgeMs: null };
export const SOFT_DELETED = Number.POSITIVE_INFINITY;
const SOFT_DELETE_TEXT = '9223372036854775807';
/** Marks what was a number in the JSON and would lose digits as one. */
const DIGITS = '\0';

/** `{"$tb":2^63−1}`: what a soft delete writes in place of all other metadata. */
export const SOFT_DELETE_JSON = Buffer.from(`{"$tb":${SOFT_DELETE_TEXT}}`);

/** Metadata that is not a JSON object counts as empty, as on a real server. */
export function parseMetadata(json: Uint8Array): StreamMetadata {
  const raw = parseExactly(json);
  if (!raw) return NO_METADATA;
  const text = raw['$tb'];
  const number = Number(typeof text === 'string' ? text.replace(DIGITS, '') : (text ?? 0));
  const truncateBefore = text === `${DIGITS}${SOFT_DELETE_TEXT}` ? SOFT_DELETED : Math.max(0, Math.trunc(number) || 0);
  const maxAge = positive(raw['$maxAge']);
  return { truncateBefore, maxCount: positive(raw['$maxCount']), maxAgeMs: maxAge === null ? null : maxAge * 1000 };
}

/**
 * The metadata of a soft-deleted stream that is written to again: the rest stays, `$tb` becomes the first visible revision. Null where it is no JSON object:
 * that hides nothing any more.
 */
export function revivedMetadata(json: Uint8Array, truncateBefore: number): Buffer | null {
  const raw = parseExactly(json);
  if (!raw) return null;
  return Buffer.from(JSON.stringify({ ...raw, $tb: truncateBefore }).replace(/"\\u0000(-?\d{16,})"/g, '$1'));
}

const positive = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);

/** Integers of sixteen digits and more become marked strings on the way, because `$tb` has 64 bits and a JavaScript number 53. */
function parseExactly(json: Uint8Array): Record<string, unknown> | null {
  const text = Buffer.from(json).toString('utf8');
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  );
  try {
    const value: unknown = JSON.parse(exact);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: the protocol says it is treated as no metadata.
    return null;
  }
}
