import { existsSync, mkdirSync, openSync, fsyncSync, closeSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPart, fileHashOf } from './check-part.js';
import { ContentHash } from './content-hash.js';
import { type EventFacts } from './fact-columns.js';
import { factsOf } from './facts-of.js';
import { factsDdl, loadFacts } from './load-facts.js';
import { type LogSource } from './log-source.port.js';
import { chainPart, type PartRecord, readManifest, writeManifest } from './manifest.js';
import { positionedEvent } from './positioned-event.js';
import { profileOf } from './profile.js';
import { type EngineLimits, ReportEngine } from './report-engine.js';

export interface FactsWriterOptions extends EngineLimits {
  readonly source: LogSource;
  /** Positions a part covers; fixed over the life of a folder. */
  readonly partPositions: number;
}

/** The log grows fast where between two looks it gains this share of a part. */
const BUSY_SHARE = 20;
const POSTPONED_AT_MOST = 300;

/**
 * Turns the log into parts, one fixed range of positions after another. Only one writer may run on a folder.
 *
 * A part is written under a temporary name, made durable, renamed, and only then named in the manifest: killed at any moment, the next start
 * goes on after the last part of the manifest. What a part holds is a pure function of the events in its range, so a part that was lost or
 * altered is built again with the same content hash, or refused where the log itself has changed.
 */
export class FactsWriter {
  private parts: PartRecord[] | null = null;

  constructor(private readonly options: FactsWriterOptions) {
    mkdirSync(options.folder, { recursive: true });
  }

  /** Writes every part that the log can fill by now, unless something else comes first; the number of new parts. */
  async catchUp(signal?: AbortSignal, givesWay: () => boolean = () => false): Promise<number> {
    const parts = (this.parts ??= await this.repaired());
    const head = (await this.options.source.head())?.position ?? 0;
    let written = 0;
    while (!signal?.aborted && !givesWay()) {
      const from = (parts[parts.length - 1]?.to ?? 0) + 1;
      if (from + this.options.partPositions - 1 > head) break;
      parts.push(await this.writePart(from, parts[parts.length - 1]));
      writeManifest(this.options.folder, parts);
      written++;
    }
    return written;
  }

  /**
   * Keeps up with the log until aborted; while the log grows fast, as during an import, or as long as `givesWay` says so, the processor is left
   * to those whom people wait for. Errors go to `onError`, and it tries again after the pause: parts are never needed for an answer, only for speed.
   */
  async run(
    signal: AbortSignal,
    options: { readonly pauseMs?: number; readonly givesWay?: () => boolean; readonly onError: (error: unknown) => void },
  ): Promise<void> {
    let postponed = 0;
    let before: number | null = null;
    while (!signal.aborted) {
      try {
        const head = (await this.options.source.head())?.position ?? 0;
        const isGrowing = before !== null && head - before > this.options.partPositions / BUSY_SHARE;
        before = head;
        if (!(isGrowing || options.givesWay?.()) || ++postponed > POSTPONED_AT_MOST) {
          postponed = 0;
          await this.catchUp(signal, options.givesWay);
        }
      } catch (error) {
        this.parts = null;
        options.onError(error);
      }
      await sleep(options.pauseMs ?? 1_000, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  /** The parts that stand; those lost or altered are made again from the log. */
  private async repaired(): Promise<PartRecord[]> {
    const parts = readManifest(this.options.folder);
    for (const [index, part] of parts.entries()) {
      if (!(await checkPart(this.options.folder, part))) continue;
      const again = await this.writePart(part.from, parts[index - 1]);
      if (again.contentHash !== part.contentHash)
        throw new Error(`The log no longer gives the facts of positions ${part.from} to ${part.to}: verify the log`);
      parts[index] = again;
      writeManifest(this.options.folder, parts);
    }
    return parts;
  }

  private async writePart(from: number, previous: PartRecord | undefined): Promise<PartRecord> {
    const to = from + this.options.partPositions - 1;
    const rows: EventFacts[] = [];
    let digest = '';
    for await (const page of this.options.source.read(from - 1, to)) {
      for (const entry of page) {
        rows.push(factsOf(positionedEvent(entry)));
        digest = entry.digest;
      }
    }
    if (rows.length !== this.options.partPositions)
      throw new Error(`The log has ${rows.length} of the ${this.options.partPositions} positions from ${from}`);
    const content = new ContentHash();
    for (const row of rows) content.add(row);
    const file = `part-${String(from).padStart(12, '0')}-${String(to).padStart(12, '0')}.parquet`;
    await this.writeFile(rows, file);
    const fileHash = await fileHashOf(join(this.options.folder, file));
    return chainPart({ from, to, contentHash: content.digest(), digest, profile: profileOf(rows), file, fileHash }, previous);
  }

  private async writeFile(rows: readonly EventFacts[], file: string): Promise<void> {
    const { folder } = this.options;
    const path = join(folder, file);
    const unfinished = join(folder, `unfinished-${file}`);
    if (existsSync(unfinished)) rmSync(unfinished);
    const engine = await ReportEngine.open(this.options);
    try {
      await engine.connection.run(factsDdl('part'));
      await loadFacts(engine.connection, 'part', rows);
      await engine.connection.run(
        `copy (from part order by position) to '${unfinished.replaceAll("'", "''")}' (format parquet, compression zstd)`,
      );
    } finally {
      engine.close();
    }
    const handle = openSync(unfinished, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(unfinished, path);
  }
}
