import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A generated page of `docs/reference` is what the code says of itself now; `npm run docs:generate` writes all of them anew. Specs that call
 * this are named `…reference.unit.spec.ts`, by which that script finds them.
 */
export function expectReferencePage(path: string, text: string): void {
  if (process.env['UPDATE_DOCS']) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(readFileSync(path, 'utf8')).toBe(text);
}
