import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { nearestName } from '#libs/expressions';
import { invalid } from '#libs/platform';

/** A small change to the last document of a vocabulary; everything else in it, comments too, stays as it is. */
export type VocabularyEdit =
  | { readonly do: 'retire-value'; readonly code: string; /** Its last day, `2026-06-30`. */ readonly to: string }
  | { readonly do: 'add-aliases'; readonly code: string; readonly aliases: readonly string[] };

/** The changed document. Throws 422 `VOCABULARY.CODE_UNKNOWN` naming the nearest code. */
export function editVocabulary(source: string, edit: VocabularyEdit): string {
  const document = parseDocument(source);
  const entry = entryOf(document.get('codes') as YAMLMap, edit.code);
  switch (edit.do) {
    case 'retire-value':
      entry.set('to', edit.to);
      break;
    case 'add-aliases': {
      const aliases = entry.get('aliases', true);
      const known = isSeq(aliases)
        ? aliases.items.map((item) => (isScalar(item) ? String(item.value) : ''))
        : isScalar(aliases)
          ? [String(aliases.value)]
          : [];
      const added = edit.aliases.filter((alias) => !known.includes(alias));
      if (isSeq(aliases)) added.forEach((alias) => aliases.add(document.createNode(alias)));
      else entry.set('aliases', document.createNode([...known, ...added], { flow: true }));
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** The mapping of a code; a plain label becomes one. */
function entryOf(codes: YAMLMap, code: string): YAMLMap {
  const pair = codes.items.find(({ key }) => isScalar(key) && String(key.value) === code);
  if (!pair) {
    const known = codes.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
    const nearest = nearestName(code, known);
    throw invalid({
      code: 'VOCABULARY.CODE_UNKNOWN',
      message: `There is no code ${code}${nearest ? `; did you mean ${nearest}?` : ''}`,
      path: 'code',
    });
  }
  if (isMap(pair.value)) return pair.value;
  const label = isScalar(pair.value) && pair.value.value !== null ? String(pair.value.value) : code;
  const entry = parseDocument('{}').contents as YAMLMap;
  entry.flow = true;
  entry.set('label', label);
  pair.value = entry;
  return entry;
}
