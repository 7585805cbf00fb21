import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VocabularyLibrary } from '#libs/governance';
import { canonicalJson, type Clock } from '#libs/platform';
import { type DefinitionVocabularies } from '../definitions/definition-vocabularies.js';
import { FactStore } from '../facts/fact-store.js';
import { FactsWriter } from '../facts/facts-writer.js';
import { type LogEntry, type LogSource } from '../facts/log-source.port.js';
import { countMembers } from '../run/members.js';
import { reportOf } from '../run/run-report.js';
import { differsFromReport, type Fields } from './answer-and-receipt.js';
import { type PublishedDefinition, reportContext } from '../run/report-context.js';
import { COMPILER_VERSION, type Receipt, resultHashOf } from './receipt.js';
import { receiptOf } from './receipt.schema.js';
import { type ReceiptDifference, type Verdict } from './verdict.js';

export interface VerifyOptions {
  /** The log itself: nothing derived is trusted. */
  readonly log: LogSource;
  readonly definitionOf: (
    name: string,
    version: number,
    isFigure: boolean,
    vocabularies: DefinitionVocabularies,
  ) => Promise<PublishedDefinition | null>;
  /** Only these vocabularies, all versions of each. */
  readonly vocabulariesOf: (names: readonly string[]) => Promise<VocabularyLibrary>;
  readonly threads: number;
  readonly memoryLimit: string;
  readonly clock: Clock;
  readonly partPositions?: number;
}

type LogDifference = Extract<ReceiptDifference, { kind: 'log' }>;

const refused = (reason: string, firstDifference: ReceiptDifference): Verdict => ({ valid: false, reason, firstDifference });

/**
 * Computes a receipt's number again from the log alone: chain, facts, report; and compares in that order, so that an altered log is named as such.
 * An `answer` that the receipt came in must say what is computed. Facts are built in a folder of their own and removed afterwards. Throws 422 `RECEIPT.MALFORMED` for what is no receipt, with everything that is wrong.
 */
export async function verifyReceipt(input: unknown, options: VerifyOptions, answer: Fields | null = null): Promise<Verdict> {
  const receipt = receiptOf(input);
  if (receipt.uses.compiler > COMPILER_VERSION)
    return refused(`The receipt was made by a later release (compiler ${receipt.uses.compiler}): verify it there`, {
      kind: 'receipt',
      field: 'uses.compiler',
      expected: receipt.uses.compiler,
      found: COMPILER_VERSION,
    });
  const hash = resultHashOf(receipt);
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-verify-'));
  try {
    const position = Number(receipt.position);
    const { partPositions = 20_000 } = options;
    const observed = observe(options.log, receipt, position, partPositions);
    const writer = new FactsWriter({ ...options, folder, source: observed.source, partPositions });
    await writer.catchUp();
    const store = await FactStore.open({ ...options, folder, source: observed.source });
    try {
      const head = await store.refresh();
      const broken = observed.firstBroken(head.position);
      if (broken)
        return refused(`The log is not the one the receipt was made from: it differs at or before position ${broken.position}`, broken);
      return await compare(receipt, hash, store, { ...options, log: observed.source }, head, answer);
    } finally {
      store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  receipt: Receipt,
  hash: string,
  store: FactStore,
  options: VerifyOptions,
  head: { position: number; digest: string },
  answer: Fields | null,
): Promise<Verdict> {
  const { name, version, state } = receipt.definition;
  const used = receipt.uses.vocabularies ?? [];
  const library = await options.vocabulariesOf(used.map((each) => each.name));
  for (const use of used) {
    const found = library.versionsOf(use.name).find((each) => each.version === use.version)?.documentHash ?? null;
    if (found !== use.documentHash)
      return refused(`Vocabulary ${use.name}@${use.version} is not the document the receipt names`, {
        kind: 'vocabulary',
        expected: use.documentHash,
        found,
      });
  }
  const versions = (vocabulary: string): number | undefined => used.find((each) => each.name === vocabulary)?.version;
  const vocabularies = { library, asked: versions, otherwise: versions };
  const published = await options.definitionOf(name, version, state === undefined, vocabularies);
  if (published?.documentHash !== receipt.definition.documentHash)
    return refused(`${name}@${version} is not the document the receipt names`, {
      kind: 'definition',
      expected: receipt.definition.documentHash,
      found: published?.documentHash ?? null,
    });
  for (const { name: term, version: used, documentHash } of receipt.uses.terms ?? []) {
    const found = published.definition.uses.find((each) => each.name === term && each.version === used)?.documentHash ?? null;
    if (found !== documentHash)
      return refused(`Term ${term}@${used} is not the document the receipt names`, { kind: 'term', expected: documentHash, found });
  }
  const { from, to, by, where, knownAt, asOf } = receipt.request;
  const { definition, documentHash } = published;
  const context = await reportContext(
    { definition, version, documentHash, ...(state && { state }) },
    {
      definition: name,
      from,
      to,
      by,
      position: receipt.position,
      isOnRecord: true,
      ...(where !== null && { where }),
      ...(knownAt !== null && { knownAt }),
      ...(asOf !== undefined && { asOf }),
    },
    { head, store, organisationZone: receipt.uses.timeZone.zone, clock: options.clock, vocabularies: library.scope(versions) },
  );
  const members = await countMembers(store, context, receipt.uses.compiler);
  const report = await reportOf(store, options.log, members, receipt.uses.compiler);
  const verdict = compareReceipts(receipt, report.receipt, hash);
  return verdict.valid && answer ? (differsFromReport(answer, report) ?? verdict) : verdict;
}

function compareReceipts(receipt: Receipt, again: Receipt, hash: string): Verdict {
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
  for (let index = 0; index < Math.max(receipt.rows.length, again.rows.length); index++) {
    const [expected, row] = [receipt.rows[index] ?? null, again.rows[index] ?? null];
    if (!same(expected, row)) return refused('The log gives another row', { kind: 'row', row, expected });
  }
  const buckets = [...new Set([...receipt.members.buckets, ...again.members.buckets].map((bucket) => bucket.bucket))].sort((a, b) => a - b);
  for (const bucket of buckets) {
    const [expected, found] = [receipt, again].map((each) => each.members.buckets.find((one) => one.bucket === bucket));
    if (same(expected, found)) continue;
    const size = receipt.members.bucketPositions;
    return refused(`The log gives other members between positions ${bucket * size + 1} and ${(bucket + 1) * size}`, {
      kind: 'members',
      fromPosition: String(bucket * size + 1),
      toPosition: String((bucket + 1) * size),
      expected: expected?.digest ?? null,
      found: found?.digest ?? null,
    });
  }
  for (const field of [
    'definition',
    'request',
    'uses',
    'dateBasis',
    'position',
    'digest',
    'anchors',
    'unit',
    'total',
    'totalExact',
    'enforcement',
    'members',
  ] as const)
    if (!same(receipt[field], again[field]))
      return refused(`The receipt's ${field} is not what the log gives`, {
        kind: 'receipt',
        field,
        expected: receipt[field],
        found: again[field],
      });
  if (receipt.resultHash !== hash || receipt.resultHash !== again.resultHash)
    return refused('The result hash does not fit the result', {
      kind: 'receipt',
      field: 'resultHash',
      expected: receipt.resultHash,
      found: again.resultHash,
    });
  return {
    valid: true,
    reason: `Computed again from the log up to position ${receipt.position}: the same, to the last row and member`,
    firstDifference: null,
  };
}

/** Lets the log through up to the receipt's position and notes the digests it should show, and those at the ends of parts. */
function observe(
  log: LogSource,
  receipt: Receipt,
  position: number,
  partPositions: number,
): { source: LogSource; firstBroken: (reached: number) => LogDifference | null } {
  const wanted = [...receipt.anchors, { position: receipt.position, digest: receipt.digest }];
  const digests = new Map<number, string>();
  const note = (entries: readonly LogEntry[]): void => entries.forEach((entry) => digests.set(entry.position, entry.digest));
  const keep = new Set(wanted.map((anchor) => Number(anchor.position)));
  let end: { position: number; digest: string } | null = null;
  const source: LogSource = {
    head: async () => {
      if (end) return end;
      for await (const page of log.read(0, position)) {
        note(page.filter((entry) => keep.has(entry.position) || entry.position % partPositions === 0));
        const last = page[page.length - 1]!;
        end = { position: last.position, digest: last.digest };
      }
      return end;
    },
    digestsAt: (positions) =>
      Promise.resolve(new Map(positions.flatMap((at) => (digests.has(at) ? [[at, digests.get(at)!] as const] : [])))),
    read: (after, upTo) => log.read(after, Math.min(upTo, position)),
  };
  const firstBroken = (reached: number): LogDifference | null => {
    if (position === 0) return null;
    const anchor = wanted.find((each) => Number(each.position) > reached || digests.get(Number(each.position)) !== each.digest);
    return anchor
      ? { kind: 'log', position: anchor.position, expected: anchor.digest, found: digests.get(Number(anchor.position)) ?? null }
      : null;
  };
  return { source, firstBroken };
}
