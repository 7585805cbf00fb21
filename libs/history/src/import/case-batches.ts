import { type ImportCase } from '../run/import-case.js';

/** So many facts or rows go in one request, some 2 MB of JSON: what is asked once a batch (who works here, whether the import stands) is asked less often. A lead's history is never split. */
const factsPerBatch = 4_000;
const rowsPerBatch = 8_000;

export async function* caseBatches(cases: AsyncIterable<ImportCase>): AsyncGenerator<ImportCase[]> {
  let batch: ImportCase[] = [];
  let facts = 0;
  let rows = 0;
  for await (const one of cases) {
    if (one.rows.length === 0) continue;
    if (batch.length > 0 && (facts + one.facts.length > factsPerBatch || rows + one.rows.length > rowsPerBatch)) {
      yield batch;
      batch = [];
      facts = rows = 0;
    }
    batch.push(one);
    facts += one.facts.length;
    rows += one.rows.length;
  }
  if (batch.length > 0) yield batch;
}
