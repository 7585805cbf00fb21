import { type NormalisedPoint } from './normalised-point.js';

/** `network:name` in lower case with its `@`, e.g. `telegram:@ana`. Networks are any short word: new ones appear faster than we release. */
export function normaliseHandle(raw: string): NormalisedPoint {
  const parts = /^\s*([a-z][a-z0-9_-]{1,30})\s*:\s*(?:@\s*)?([^\s@:]{1,100})\s*$/i.exec(raw.normalize('NFC'));
  return { kind: 'handle', raw, normalised: parts ? `${parts[1]!.toLowerCase()}:@${parts[2]!.toLowerCase()}` : null, country: null };
}
