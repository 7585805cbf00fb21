import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';

describe('a folder that is made', () => {
  const root = mkdtempSync(join(tmpdir(), 'leadledger-folder-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('comes with those above it, with its mode, and is left alone where it is there', () => {
    const path = join(root, 'a', 'b');
    for (const mode of [0o711, 0o700]) makeFolder(path, mode);
    expect([path, join(root, 'a')].map((each) => (statSync(each).mode & 0o777).toString(8))).toEqual(['711', '711']);
  });

  it('is refused where a file is in its place or above it', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).toThrow(/ENOTDIR/);
    expect(() => makeFolder(join(file, 'below', 'it'))).toThrow(/ENOTDIR/);
  });

  const pseudo = existsSync('/proc/self');
  if (!pseudo) console.warn('skipped: there is no /proc');
  (pseudo ? it : it.skip)('is refused, not tried for ever, on a file system that holds no folders of ours', () => {
    expect(() => makeFolder('/proc/x/y')).toThrow(/ENOENT|EACCES|EROFS|EPERM/);
  });
});
