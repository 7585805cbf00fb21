import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, ProblemError, sha256 } from '#libs/platform';
import { FACTS_VERSION } from './fact-columns.js';

/** What is rare in a log and costs a report time where it occurs; a report looks only for what is there. */
export interface FactsProfile {
  readonly unknownTimes: number;
  readonly dateOnly: number;
  readonly endedCorrections: number;
  readonly retractions: number;
  readonly attributeChanges: number;
  /** Bounds of all known effective times, in milliseconds. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export const emptyProfile: FactsProfile = {
  unknownTimes: 0,
  dateOnly: 0,
  endedCorrections: 0,
  retractions: 0,
  attributeChanges: 0,
  firstMs: null,
  lastMs: null,
};

/** One part: an immutable Parquet file over a fixed range of positions. */
export interface PartRecord {
  readonly from: number;
  readonly to: number;
  /** How often ten neighbours were put together into one: 0 for a part as it was first written. */
  readonly level: number;
  readonly factsVersion: number;
  /** Of the rows, whatever file holds them; above level 0, of the content hashes of the ten that it was made of. */
  readonly contentHash: string;
  /** Of the log's chain at `to`: the part was made from exactly this log. */
  readonly digest: string;
  readonly profile: FactsProfile;
  /** `hash` of the record before; empty for the first. */
  readonly previous: string;
  /** Of everything above. */
  readonly hash: string;
  /** Beside the chain, since another writer may pack the same rows into other bytes. */
  readonly file: string;
  readonly fileHash: string;
}

export type UnchainedPart = Omit<PartRecord, 'hash' | 'previous' | 'factsVersion'>;

const MANIFEST = 'manifest.ndjson';

/** The file of a part, from the positions that it covers. */
export const partFile = (from: number, to: number): string =>
  `part-${String(from).padStart(12, '0')}-${String(to).padStart(12, '0')}.parquet`;

const linkOf = ({ hash: _hash, file: _file, fileHash: _fileHash, ...chained }: PartRecord): string => sha256(canonicalJson(chained));

export function chainPart(part: UnchainedPart, previous: PartRecord | undefined): PartRecord {
  const record = { ...part, factsVersion: FACTS_VERSION, previous: previous?.hash ?? '', hash: '' };
  return { ...record, hash: linkOf(record) };
}

/** The parts in order. A chain that does not hold is refused, naming the first record that is wrong; parts of another facts version are ignored. */
export function readManifest(folder: string): PartRecord[] {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return [];
  const parts = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => parseRecord(line, index + 1));
  if (parts.some((part) => part.factsVersion !== FACTS_VERSION)) return [];
  let previous: PartRecord | undefined;
  for (const part of parts) {
    const isNext = part.previous === (previous?.hash ?? '') && part.from === (previous?.to ?? 0) + 1;
    if (!isNext || part.hash !== linkOf(part) || part.file !== partFile(part.from, part.to)) throw broken(part.file);
    previous = part;
  }
  return parts;
}

function parseRecord(line: string, number: number): PartRecord {
  try {
    const record = JSON.parse(line) as PartRecord | null;
    if (typeof record !== 'object' || record === null || Array.isArray(record)) throw broken(`line ${number}`);
    return record;
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(`line ${number}`);
    throw error;
  }
}

/** Written beside and renamed: a reader sees the old list or the new one. */
export function writeManifest(folder: string, parts: readonly PartRecord[]): void {
  const path = join(folder, MANIFEST);
  writeFileSync(`${path}.new`, parts.map((part) => `${JSON.stringify(part)}\n`).join(''), { flush: true });
  renameSync(`${path}.new`, path);
}

const broken = (place: string): ProblemError =>
  new ProblemError(503, [
    {
      code: 'FACTS.MANIFEST_ALTERED',
      message: `The manifest of the report facts does not hold at ${place}: remove the folder of the facts, the projector builds it again from the log`,
    },
  ]);
