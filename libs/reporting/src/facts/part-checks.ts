import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, type Violation } from '#libs/platform';
import { appendChecked, type CheckedFile, isSame, readChecked, removeChecked } from './checked-files.js';
import { fileHashOf } from './file-hash.js';
import { type PartRecord } from './manifest.js';

/** A file may be changed twice within one tick of its `ctime`, which is two seconds at most: what was hashed so early is hashed once more. */
const SETTLED_MS = 3_000;

/**
 * Whether the files of parts are those that were written. What a process has hashed is known by inode, size and `ctime` (docs/adr/0315), to it and to
 * every other that looks into the folder afterwards.
 */
export class PartChecks {
  /** Files as they were when they were hashed, by name; those of the second were hashed before they had settled. */
  private readonly settled = new Map<string, CheckedFile>();
  private readonly young = new Map<string, CheckedFile>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** What is wrong with the file of a part, naming it, or null. `hashing`: whatever is known of it. */
  async problemWith(part: PartRecord, hashing = false): Promise<Violation | null> {
    const found = fileOf(this.folder, part);
    if (!found) return problem(part, 'FACTS.PART_LOST', 'are lost');
    const isSettled = this.now() - Number(BigInt(found.changedNs) / 1_000_000n) >= SETTLED_MS;
    if (!hashing && (this.isKnown(found) || (!isSettled && isSame(found, this.young.get(found.file))))) return null;
    const hash = await hashIn(this.folder, part);
    if (hash !== part.fileHash) return problem(part, 'FACTS.PART_ALTERED', hash === null ? 'cannot be read' : 'were altered');
    (isSettled ? this.settled : this.young).set(found.file, found);
    if (isSettled) appendChecked(this.folder, found);
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

  /** Others may have hashed it since this process last looked. */
  private isKnown(found: CheckedFile): boolean {
    if (isSame(found, this.settled.get(found.file))) return true;
    for (const noted of readChecked(this.folder).values()) this.settled.set(noted.file, noted);
    return isSame(found, this.settled.get(found.file));
  }
}

const problem = ({ file, from, to }: PartRecord, code: string, what: string): Violation => ({
  code,
  message: `Report facts of positions ${from} to ${to} (${file}) ${what}; the projector builds them again from the log`,
  detail: { file, from, to },
});

/** The file of a part as it is now; null where there is none. */
function fileOf(folder: string, { file, fileHash }: PartRecord): CheckedFile | null {
  try {
    const { ino, size, ctimeNs } = statSync(join(folder, file), { bigint: true });
    return { file, fileHash, inode: String(ino), size: String(size), changedNs: String(ctimeNs) };
  } catch {
    return null;
  }
}

/** Null where the file cannot be read. */
const hashIn = (folder: string, { file }: PartRecord): Promise<string | null> => fileHashOf(join(folder, file)).catch(() => null);
