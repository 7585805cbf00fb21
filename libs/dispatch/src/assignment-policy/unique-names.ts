import { isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { type DocumentReader } from '#libs/expressions';

/** Rules are spoken of by their names: no two of a list may share one. */
export function uniqueNames(yaml: DocumentReader, maps: readonly YAMLMap[], what: string): void {
  const seen = new Set<unknown>();
  for (const map of maps) {
    const name = (yaml.get(map, 'name') as { value?: unknown } | null)?.value;
    if (name !== undefined && seen.has(name)) yaml.add(yaml.get(map, 'name'), 'NAME', `${what} has two with the name ${String(name)}`);
    seen.add(name);
  }
}

/** The names in a list of rules, also of those with problems. */
export const namesIn = (yaml: DocumentReader, node: Node | null): readonly string[] =>
  (isSeq(node) ? node.items : []).flatMap((item) => {
    const name = isMap(item) ? (yaml.get(item, 'name') as { value?: unknown } | null)?.value : undefined;
    return typeof name === 'string' ? [name] : [];
  });
