import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '#libs/platform';
import { emptyProfile, type PartRecord } from './manifest.js';
import { PartChecks } from './part-checks.js';

const part: PartRecord = {
  from: 1,
  to: 10,
  level: 0,
  factsVersion: 1,
  contentHash: '',
  digest: '',
  profile: emptyProfile,
  previous: '',
  hash: '',
  file: 'part-1.parquet',
  fileHash: sha256('as written'),
};
const altered = { code: 'FACTS.PART_ALTERED', detail: { file: part.file, from: 1, to: 10 } };
const later = (): number => Date.now() + 60_000;

describe('R0.18 the files of parts', () => {
  let folder: string;
  let path: string;
  let checked: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leadledger-checks-'));
    path = join(folder, part.file);
    checked = join(folder, 'checked.ndjson');
    writeFileSync(path, 'as written');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  /** What every other process would say, which hashes where it has to. */
  const problem = (now = later) => new PartChecks(folder, now).problemWith(part);

  it('are hashed once, and known by every process that comes later', async () => {
    expect(await problem()).toBeNull();
    const [line] = readFileSync(checked, 'utf8').split('\n');
    // Bytes that nobody has written: the file is what it was, and the line says so of another hash.
    const rotten = { ...part, fileHash: sha256('before it rotted') };
    writeFileSync(checked, `${line!.replace(part.fileHash, rotten.fileHash)}\n`);
    const checks = new PartChecks(folder, later);
    expect(await checks.problemWith(rotten)).toBeNull();
    checks.forget();
    expect(await checks.problemWith(rotten)).toMatchObject(altered);
    expect(await new PartChecks(folder, later).problemWith(rotten)).toMatchObject(altered);
  });

  it('are found altered whatever their length and the time they claim to be from', async () => {
    const checks = new PartChecks(folder, later);
    expect(await checks.problemWith(part)).toBeNull();
    const { atime, mtime } = statSync(path);
    writeFileSync(path, 'as altered');
    utimesSync(path, atime, mtime);
    expect(await checks.problemWith(part)).toMatchObject(altered);
    expect(await problem()).toMatchObject(altered);
    writeFileSync(path, 'as written');
    expect(await checks.problemWith(part)).toBeNull();
  });

  it('are found altered where another lies in their place', async () => {
    expect(await problem()).toBeNull();
    rmSync(path);
    expect(await problem()).toMatchObject({ code: 'FACTS.PART_LOST', detail: altered.detail });
    writeFileSync(path, 'as altered');
    expect(await problem()).toMatchObject(altered);
  });

  it('are hashed once more where they had just been written: a second write would not show', async () => {
    const checks = new PartChecks(folder);
    expect(await checks.problemWith(part)).toBeNull();
    expect(existsSync(checked)).toBe(false);
    expect(await problem()).toBeNull();
    expect(existsSync(checked)).toBe(true);
  });

  it.each([
    ['a line that was cut off', '{"file":"part-1.par'],
    ['a line that says something else', '{"file":"part-1.parquet","fileHash":7}\nnull\n[]\n'],
  ])('are hashed where the note on them is %s', async (_, text) => {
    writeFileSync(checked, text);
    expect(await problem()).toBeNull();
    // What follows a line that was cut off is lost with it, and written again.
    expect(await problem()).toBeNull();
    writeFileSync(path, 'as altered');
    appendFileSync(checked, text);
    expect(await problem()).toMatchObject(altered);
  });
});
