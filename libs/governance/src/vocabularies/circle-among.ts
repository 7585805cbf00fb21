import { type CelCode } from '#libs/expressions';

/** Codes that stand above themselves on some day, in order, the first again at the end; null where none does. */
export function circleAmong(codes: ReadonlyMap<string, CelCode>): readonly string[] | null {
  const days = new Set([...codes.values()].flatMap(({ parents }) => parents.map(({ from }) => from ?? '')));
  for (const day of days) {
    const above = new Map(
      [...codes.values()].map(({ code, parents }) => [code, parents.findLast(({ from }) => (from ?? '') <= day)?.code]),
    );
    const done = new Set<string>();
    for (const start of codes.keys()) {
      const way: string[] = [];
      for (let at: string | undefined = start; at !== undefined && !done.has(at); at = above.get(at)) {
        if (way.includes(at)) return [...way.slice(way.indexOf(at)), at];
        way.push(at);
      }
      way.forEach((code) => done.add(code));
    }
  }
  return null;
}
