import { randomUUID } from 'node:crypto';
import { openSync, fsyncSync, closeSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { duckdbDialect } from '#libs/expressions';
import { makeFolder } from '#libs/platform';
import { ContentHash, contentHashOf, FAN_OUT, joinedContentHash } from './content-hash.js';
import { factsOf } from './facts-of.js';
import { fileHashOf } from './file-hash.js';
import { markSuperseded, removeLeftBehind, UNFINISHED } from './left-behind.js';
import { factsDdl, loadFacts } from './load-facts.js';
import { type LogSource } from './log-source.port.js';
import { chainPart, emptyProfile, partFile, type PartRecord, readManifest, writeManifest } from './manifest.js';
import { PartChecks } from './part-checks.js';
import { writePartFile } from './part-file.js';
import { partsOfLog } from './parts-of-log.js';
import { positionedEvent } from './positioned-event.js';
import { addProfiles, profileOf } from './profile.js';
import { type EngineLimits, ReportEngine } from './report-engine.js';

export interface FactsWriterOptions extends Omit<EngineLimits, 'threads'> {
  readonly source: LogSource;
  /** Positions a part covers; fixed over the life of a folder. */
  readonly partPositions: number;
  /** Waited for after each page of the log: a process that has more urgent work lets it come first. */
  readonly rest?: () => Promise<void>;
}

/** The log grows fast where between two looks it gains this share of a part. */
const BUSY_SHARE = 20;
const POSTPONED_AT_MOST = 300;
const HASHED_EVERY_MS = 86_400_000;

/**
 * Turns the log into parts, one fixed range of positions after another. Only one writer may run on a folder.
 *
 * A part is written under a temporary name, made durable, renamed, and only then named in the manifest: killed at any moment, the next start
 * goes on after the last part of the manifest. What a part holds is a pure function of the events in its range, so a part that was lost or
 * altered is built again with the same content hash, or refused where the log itself has changed. Ten neighbours become one part of the next
 * level, so that a long log does not lie in thousands of files; what was put together stays for an hour, for those who are reading it.
 */
export class FactsWriter {
  private readonly checks: PartChecks;
  private hashedAllAt = -Infinity;

  constructor(private readonly options: FactsWriterOptions) {
    makeFolder(options.folder);
    this.checks = new PartChecks(options.folder);
  }

  /** Writes every part that the log can fill by now, unless something else comes first; the number of new parts. Throws where `signal` aborts within one. */
  async catchUp(signal?: AbortSignal, givesWay: () => boolean = () => false): Promise<number> {
    // Another process may have written while this one did not lead.
    const named = readManifest(this.options.folder);
    const { parts, next } = await partsOfLog(this.options.source, named);
    // The log may have lost what parts were made of, or be read again from its beginning: which of the two is seen when it is as long.
    if (next === 'beyond its end') return 0;
    if (next === 'of another log') writeManifest(this.options.folder, parts);
    await this.repair(parts, signal);
    const head = (await this.options.source.head())?.position ?? 0;
    let written = 0;
    // What was killed between the tenth part and putting the ten together is made up for.
    while (!signal?.aborted && (await this.putTogether(parts, signal)));
    while (!signal?.aborted && !givesWay()) {
      const from = (parts[parts.length - 1]?.to ?? 0) + 1;
      if (from + this.options.partPositions - 1 > head) break;
      parts.push(await this.writePart(from, 0, parts[parts.length - 1], signal));
      writeManifest(this.options.folder, parts);
      written++;
      while (!signal?.aborted && (await this.putTogether(parts, signal)));
    }
    removeLeftBehind(this.options.folder, parts);
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
        if (!signal.aborted) options.onError(error);
      }
      await sleep(options.pauseMs ?? 1_000, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  /** Parts that were lost or altered are made again from the log. At the start and once a day every file is hashed. */
  private async repair(parts: PartRecord[], signal?: AbortSignal): Promise<void> {
    if (Date.now() - this.hashedAllAt > HASHED_EVERY_MS) {
      this.checks.forget();
      this.hashedAllAt = Date.now();
    }
    for (const index of parts.keys()) if (await this.checks.problemWith(parts[index]!)) await this.rebuild(parts, index, signal);
  }

  private async rebuild(parts: PartRecord[], index: number, signal?: AbortSignal): Promise<void> {
    const part = parts[index]!;
    const again = await this.writePart(part.from, part.level, parts[index - 1], signal);
    if (again.contentHash !== part.contentHash)
      throw new Error(`The log no longer gives the facts of positions ${part.from} to ${part.to}: verify the log`);
    parts[index] = again;
    writeManifest(this.options.folder, parts);
  }

  /** Makes one part of the last ten, where they are of one level and fill a range of the next. */
  private async putTogether(parts: PartRecord[], signal?: AbortSignal): Promise<boolean> {
    const before = parts.length - FAN_OUT;
    const [first] = parts.slice(-FAN_OUT);
    if (!first || before < 0 || parts.slice(before).some((part) => part.level !== first.level)) return false;
    if ((first.from - 1) % this.positionsOf(first.level + 1) !== 0) return false;
    // What has rotted since it was hashed would have a good hash from here on.
    for (let index = before; index < parts.length; index++)
      if (await this.checks.problemWith(parts[index]!, true)) await this.rebuild(parts, index, signal);
    const last = parts.slice(before);
    const { to, digest } = last[FAN_OUT - 1]!;
    const file = partFile(first.from, to);
    const sources = last.map((part) => quotedPath(this.options.folder, part.file)).join(', ');
    await this.writeFile(file, ({ connection }, path) => writePartFile(connection, `read_parquet([${sources}])`, path));
    const record = {
      from: first.from,
      to,
      level: first.level + 1,
      contentHash: joinedContentHash(last.map((part) => part.contentHash)),
      digest,
      profile: last.map((part) => part.profile).reduce(addProfiles),
      file,
      fileHash: await fileHashOf(join(this.options.folder, file)),
    };
    signal?.throwIfAborted();
    parts.splice(before, FAN_OUT, chainPart(record, parts[before - 1]));
    writeManifest(this.options.folder, parts);
    markSuperseded(this.options.folder, last);
    return true;
  }

  private async writePart(from: number, level: number, previous: PartRecord | undefined, signal?: AbortSignal): Promise<PartRecord> {
    const to = from + this.positionsOf(level) - 1;
    const file = partFile(from, to);
    const blocks: string[] = [];
    let content = new ContentHash();
    let [profile, digest, count] = [emptyProfile, '', 0];
    await this.writeFile(file, async (engine, path) => {
      await engine.connection.run(factsDdl('part'));
      for await (const page of this.options.source.read(from - 1, to)) {
        const rows = page.map((entry) => factsOf(positionedEvent(entry)));
        await loadFacts(engine.connection, 'part', rows);
        profile = addProfiles(profile, profileOf(rows));
        digest = page[page.length - 1]!.digest;
        for (const row of rows) {
          content.add(row);
          if (++count % this.options.partPositions !== 0) continue;
          blocks.push(content.digest());
          content = new ContentHash();
        }
        await this.options.rest?.();
        signal?.throwIfAborted();
      }
      if (count !== to - from + 1) throw new Error(`The log has ${count} of the ${to - from + 1} positions from ${from}`);
      await writePartFile(engine.connection, 'part', path);
    });
    const fileHash = await fileHashOf(join(this.options.folder, file));
    return chainPart({ from, to, level, contentHash: contentHashOf(level, blocks), digest, profile, file, fileHash }, previous);
  }

  private positionsOf(level: number): number {
    return this.options.partPositions * FAN_OUT ** level;
  }

  /** Writes under a temporary name, makes it durable, and renames. */
  private async writeFile(file: string, write: (engine: ReportEngine, path: string) => Promise<unknown>): Promise<void> {
    const { folder } = this.options;
    const unfinished = join(folder, `${UNFINISHED}${randomUUID()}-${file}`);
    const engine = await ReportEngine.open({ ...this.options, threads: 1 });
    try {
      await write(engine, unfinished);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    } finally {
      engine.close();
    }
    const handle = openSync(unfinished, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(unfinished, join(folder, file));
  }
}

const quotedPath = (folder: string, file: string): string => duckdbDialect.text(join(folder, file));
