import { sha256 } from '#libs/platform';
import { type DefinitionVersion } from '../definitions/definition-version.js';
import { parseTerm } from '../terms/parse-term.js';
import { termsToWrite } from '../terms/term-versions.js';
import { type Terms } from '../terms/term.js';

/** The terms that a page shows, as if each were published, in the order of the page. */
export function pageTerms(page: string): Terms {
  const versions: DefinitionVersion[] = [];
  for (const [, document = ''] of page.matchAll(/```yaml\n(term:[\s\S]*?)```/g)) {
    const { name } = parseTerm(document).term!;
    versions.push({
      name,
      version: versions.filter((each) => each.name === name).length + 1,
      document,
      documentHash: sha256(document),
      uses: [],
      state: 'published',
      effectiveFrom: '2026-01-01T00:00:00.000Z',
      reason: '',
      publishedAt: '2026-01-01T00:00:00.000Z',
      publishedBy: 'page',
      position: versions.length + 1,
      changes: [],
    });
  }
  return termsToWrite(versions, '2026-01-02T00:00:00.000Z');
}
