import { type Actor } from '#libs/contracts';
import { type ImportBegun, type ImportStart, type SessionContext } from './session.js';
import { touchedStreams } from './touched-streams.js';

/**
 * Takes up the generation of the mapping that has not been undone, or begins a new one. An undo that was killed half-way is finished first:
 * a new generation must not meet what is left of the old one.
 */
export async function startImport(
  { log, importLog, rows }: SessionContext,
  request: ImportStart,
  actor: Actor,
  finishUndo: (importId: string) => Promise<void>,
): Promise<ImportBegun> {
  for (let generation = 1; ; generation++) {
    const importId = `${request.mapping}-${generation}`;
    const last = await importLog.last(importId);
    if (last?.type === 'import.retracted') {
      if (!(await rows.undone(importId))) await finishUndo(importId);
      continue;
    }
    const { mapping, mappingHash, files } = request;
    if (!last && (await importLog.start({ importId, mapping, mappingHash, files: files.map((file) => ({ ...file })) }, actor))) {
      // Those of an earlier generation are there, retracted: looking first is cheaper than to be refused.
      await rows.begin(importId, generation === 1);
      return { import: importId, resumed: false };
    }
    await rows.resume(importId, touchedStreams(log, importId));
    return { import: importId, resumed: true };
  }
}
