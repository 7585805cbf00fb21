import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, type Violation } from '#libs/platform';
import { appendChecked, type CheckedFile, isSame, readChecked, removeChecked } from './checked-files.js';
import { fileHashOf } from './file-hash.js';
import { type PartRecord } from './manifest.js';

/** A file may be changed twice within one tick of its `ctime`, which is two seconds at most: what was hashed so early is hashed once more. */
const SETTLED_MS = 3_000;

/**
 * Whether the files of parts are those that were written. Each is hashed once and then known by its inode, size and `ctime` (docs/adr/0315), here and in
 * every process that opens the folder afterwards.
 */
export class PartChecks {
  /** Files as they were when they were hashed, by name; others were hashed before they had settled. */
  private readonly settled: Map<string, CheckedFile>;
  private readonly young = new Map<string, CheckedFile>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {
    this.settled = readChecked(folder);
  }

  /** What is wrong with the file of a part, naming it, or null. */
  async problemWith(part: PartRecord): Promise<Violation | null> {
    const detail = { file: part.file, from: part.from, to: part.to };
    const is = (what: string): string =>
      `Report facts of positions ${part.from} to ${part.to} (${part.file}) ${what}; the projector builds them again from the log`;
    const found = this.fileOf(part);
    if (!found) return { code: 'FACTS.PART_LOST', message: is('are lost'), detail };
    const settled = this.now() - Number(BigInt(found.changedNs) / 1_000_000n) >= SETTLED_MS;
    if (isSame(found, this.settled.get(found.file)) || (!settled && isSame(found, this.young.get(found.file)))) return null;
    if ((await fileHashOf(join(this.folder, part.file))) !== part.fileHash)
      return { code: 'FACTS.PART_ALTERED', message: is('were altered'), detail };
    (settled ? this.settled : this.young).set(found.file, found);
    if (settled) appendChecked(this.folder, found);
    return null;
  }

  /** 503 with every part that is lost or altered; null where none is. */
  async lossesAmong(parts: readonly PartRecord[]): Promise<ProblemError | null> {
    const problems: Violation[] = [];
    for (const part of parts) {
      const problem = await this.problemWith(part);
      if (problem) problems.push(problem);
    }
    const [first, ...others] = problems;
    return first ? new ProblemError(503, [first, ...others]) : null;
  }

  /** All files are hashed once more, also by processes that begin from here on: bytes may rot without anybody having written. */
  forget(): void {
    removeChecked(this.folder);
    this.settled.clear();
    this.young.clear();
  }

  /** The file of a part as it is now; null where there is none. */
  private fileOf({ file, fileHash }: PartRecord): CheckedFile | null {
    const stat = statSync(join(this.folder, file), { bigint: true, throwIfNoEntry: false });
    return stat ? { file, fileHash, inode: String(stat.ino), size: String(stat.size), changedNs: String(stat.ctimeNs) } : null;
  }
}
