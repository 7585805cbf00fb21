/** Edit distance with adjacent swaps (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The known name that someone who wrote `name` most likely meant; undefined where nothing is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: { name: string; at: number } | undefined;
  for (const candidate of known) {
    const at = distance(name.toLowerCase(), candidate.toLowerCase());
    if (at <= Math.max(2, Math.floor(name.length / 3)) && (!best || at < best.at)) best = { name: candidate, at };
  }
  return best?.name;
}
