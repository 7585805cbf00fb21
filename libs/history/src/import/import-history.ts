import { countFreshHistory } from '#libs/dispatch';
import { type Mapping } from '../mapping/mapping.js';
import { type ImportCase } from '../run/import-case.js';
import { type Reject } from '../run/row-fault.js';
import { RejectFile } from '../run/reject-file.js';
import { type MappingProgress, runMapping } from '../run/run-mapping.js';
import { type BatchAnswer, type ImportEnforcement } from '../session/session.js';
import { caseBatches } from './case-batches.js';
import { fileDigests } from './file-digests.js';
import { type ImportSink } from './import-sink.port.js';

/** What an import did. `rows` are the rows of the files that are history; each is accepted, known (in the log already) or rejected. */
export interface ImportSummary {
  /** The id that an undo takes; null for a dry run. */
  readonly import: string | null;
  readonly files: readonly string[];
  readonly rows: number;
  readonly accepted: number;
  readonly known: number;
  readonly rejected: number;
  /** Leads and events that came in now; of a dry run: that would come into an empty log. */
  readonly leads: number;
  readonly events: number;
  /** From the first row read until the log has acknowledged the last event; the read models follow. */
  readonly seconds: number;
  /** Sent as `wait-for`, it lets a read see all of this; null for a dry run. */
  readonly token: string | null;
  /** Path of the CSV file of rejects; without any it holds the names of the columns alone. */
  readonly rejects: string;
  /** Rules that kept facts broke, by code. */
  readonly findings: Readonly<Record<string, number>>;
}

export interface ImportOptions {
  /** Where the rejects go. */
  readonly rejectsPath: string;
  /** Null: a dry run, nothing is sent. */
  readonly sink: ImportSink | null;
  readonly enforcement?: ImportEnforcement;
  readonly onProgress?: (progress: MappingProgress) => void;
}

/** Batches on their way at once: the next ones are mapped and decided while the server waits for the commit of the ones before. */
const inFlight = 3;

/**
 * Runs a mapping over its files and brings what they say to the sink. Run again it adds nothing; killed, it is finished by running it again.
 * A batch that fails ends the import with the sink's problem; what was taken before stays, and nothing is noted as taken that was not.
 */
export async function importHistory(
  mapping: Mapping,
  { rejectsPath, sink, enforcement = 'record-only', onProgress }: ImportOptions,
): Promise<ImportSummary> {
  const began = performance.now();
  const rejects = new RejectFile(rejectsPath);
  const history = new Set(mapping.history.map(({ file }) => file));
  let rejected = 0;
  let lastRejected = '';
  const reject = (one: Reject): void => {
    rejects.add(one);
    // Several faults of one row come one after the other.
    const row = `${one.file}:${one.row}`;
    if (history.has(one.file) && row !== lastRejected) rejected++;
    lastRejected = row;
  };
  const run = await runMapping(mapping, {
    onReject: reject,
    ...(onProgress && { onProgress }),
  });
  const totals = { accepted: 0, known: 0, leads: 0, events: 0 };
  const findings: Record<string, number> = {};
  const note = (answer: BatchAnswer): void => {
    totals.accepted += answer.accepted;
    totals.known += answer.known;
    totals.leads += answer.leads;
    totals.events += answer.events;
    for (const [code, count] of Object.entries(answer.findings)) findings[code] = (findings[code] ?? 0) + count;
    answer.rejects.forEach(reject);
  };
  try {
    const begun = sink && (await sink.start({ mapping: mapping.name, mappingHash: mapping.hash, files: await fileDigests(mapping) }));
    totals.events +=
      sink && begun ? (await sink.acceptOrganisation(begun.import, run.organisation)).events : countFreshHistory(run.organisation);
    const send =
      sink && begun
        ? (batch: ImportCase[]) => sink.accept(begun.import, batch, enforcement)
        : async (batch: ImportCase[]) => wouldAccept(batch);
    await pipelined(caseBatches(run.cases), send, note);
    const { accepted, leads, events } = totals;
    const completed = sink && begun && (await sink.complete(begun.import, { rows: run.rows, accepted, rejected, leads, events }));
    const seconds = Math.round(performance.now() - began) / 1000;
    const files = [...mapping.files.values()].map(({ path }) => path);
    return {
      import: begun?.import ?? null,
      files,
      rows: run.rows,
      ...totals,
      rejected,
      seconds,
      token: completed?.token ?? null,
      rejects: rejects.path,
      findings,
    };
  } finally {
    await run.close();
    await rejects.close();
  }
}

const wouldAccept = (batch: readonly ImportCase[]): BatchAnswer => ({
  accepted: batch.reduce((sum, { rows }) => sum + rows.length, 0),
  known: 0,
  events: batch.reduce((sum, { facts }) => sum + facts.length, 0),
  leads: batch.filter(({ facts }) => facts.length > 0).length,
  findings: {},
  rejects: [],
});

/** Keeps a few batches on their way; ends with the first failure, after those on their way have ended. */
async function pipelined<B, A>(batches: AsyncIterable<B>, send: (batch: B) => Promise<A>, note: (answer: A) => void): Promise<void> {
  const open = new Set<Promise<void>>();
  try {
    for await (const batch of batches) {
      const sent = send(batch).then(note);
      // A failure is met below, at the race or at the end; until then it must not count as unhandled.
      sent.catch(() => undefined);
      const tracked = sent.finally(() => open.delete(tracked));
      tracked.catch(() => undefined);
      open.add(tracked);
      if (open.size >= inFlight) await Promise.race(open);
    }
    await Promise.all(open);
  } finally {
    await Promise.allSettled(open);
  }
}
