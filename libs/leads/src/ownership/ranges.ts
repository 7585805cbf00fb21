import { type Layer } from './known-layers.js';

const timestamp = (ms: number): string => (ms === -Infinity ? '-infinity' : ms === Infinity ? 'infinity' : new Date(ms).toISOString());

/** The three ranges of a row on two clocks, as PostgreSQL writes them. */
export const rangesOf = ({ value, from, until }: Layer<{ readonly from: number; readonly until: number }>) => ({
  effective: `["${timestamp(value.from)}","${timestamp(value.until)}")`,
  known: `["${from.knownAt}","${until?.knownAt ?? 'infinity'}")`,
  positions: `[${from.position},${until?.position ?? ''})`,
});
