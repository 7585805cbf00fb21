import { type DefinitionVersion, inForce, type UsedVersion } from '../definitions/definition-version.js';
import { parseTerm } from './parse-term.js';
import { isTermDocument, type Terms, type TermVersion } from './term.js';

/** Parsed once a process: a version never changes. */
const parsed = new Map<string, TermVersion['term']>();

function termVersionOf({ name, version, document, documentHash, state }: DefinitionVersion): TermVersion {
  const known = parsed.get(documentHash) ?? parseTerm(document).term;
  if (!known) throw new Error(`${name}@${version} can no longer be read as a term`);
  parsed.set(documentHash, known);
  return { name, version, documentHash, state, term: known };
}

/** What a document that is written at an instant may use; a name alone means the version in force then. */
export function termsToWrite(all: readonly DefinitionVersion[], now: string): Terms {
  const terms = all.filter(({ document }) => isTermDocument(document));
  const of = (name: string): DefinitionVersion[] => terms.filter((each) => each.name === name);
  return {
    names: [...new Set(terms.map(({ name }) => name))],
    versionsOf: (name) => of(name).map(termVersionOf),
    meant: (name) => {
      const found = inForce(of(name), now);
      return found ? termVersionOf(found) : null;
    },
  };
}

/** What a recorded version stands on, for ever. */
export function pinnedTerms(uses: readonly UsedVersion[], all: readonly DefinitionVersion[]): Terms {
  const pinned = uses.map(({ name, version, documentHash }) => {
    const found = all.find((each) => each.name === name && each.version === version && each.documentHash === documentHash);
    if (!found) throw new Error(`${name}@${version}, which a definition uses, is not in the log as it was then`);
    return termVersionOf(found);
  });
  const of = (name: string): TermVersion[] => pinned.filter((each) => each.name === name);
  return { names: pinned.map(({ name }) => name), versionsOf: of, meant: (name) => of(name)[0] ?? null };
}
