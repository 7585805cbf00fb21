const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds of a written duration (`36h`, `1h30m`, `-90s`), null where it is none, finer than a millisecond, or 10^15 of them or more. */
export function durationMs(text: string): number | null {
  const match = /^(-?)((?:\d+(?:h|ms|m|s))+)$/.exec(text);
  if (!match) return null;
  let sum = 0;
  for (const [, amount, unit] of match[2]!.matchAll(/(\d+)(h|ms|m|s)/g)) sum += Number(amount) * units[unit!]!;
  if (sum >= 1e15) return null;
  return match[1] ? -sum : sum;
}

/** The instant of a written timestamp (RFC 3339 with an offset), null where it is none. */
export function timestampMs(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

export const literalType = (name: 'timestamp' | 'duration', text: string): boolean =>
  (name === 'timestamp' ? timestampMs(text) : durationMs(text)) !== null;
