import { type Actor } from '#libs/contracts';
import { notFound } from '#libs/platform';
import { type SessionContext, type UndoAnswer } from './session.js';
import { touchedStreams } from './touched-streams.js';

const streamsAtOnce = 500;

interface UndoOptions {
  readonly reason?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Says that the import is void, then reaches every stream it touched or is about to touch. Run again, it goes on where it was killed, or finds nothing to do. */
export async function undoImport(context: SessionContext, importId: string, actor: Actor, options: UndoOptions): Promise<UndoAnswer> {
  const last = await context.importLog.last(importId);
  if (!last) throw notFound('IMPORT.NOT_FOUND', `There is no import ${importId}; its id is \`import\` in what the import printed`);
  if (last.type !== 'import.retracted')
    await context.importLog.add(importId, { type: 'import.retracted', data: { importId, reason: options.reason ?? null } }, actor);
  return finishUndo(context, importId, actor, options.onProgress);
}

export async function finishUndo(
  { log, rows, leads, organisation }: SessionContext,
  importId: string,
  actor: Actor,
  onProgress?: (done: number, total: number) => void,
): Promise<UndoAnswer> {
  const reached = { leads: 0, organisation: 0 };
  if (await rows.undone(importId)) return { import: importId, ...reached };
  await rows.resume(importId, touchedStreams(log, importId));
  for await (const { streams, total } of rows.streams(importId, streamsAtOnce)) {
    const leadIds = streams.flatMap((stream) => (stream.startsWith('lead-') ? [stream.slice('lead-'.length)] : []));
    const others = streams.filter((stream) => !stream.startsWith('lead-'));
    if (leadIds.length > 0) await leads.retractImport(importId, leadIds, actor);
    if (others.length > 0) await organisation.retractImport(importId, others, actor);
    reached.leads += leadIds.length;
    reached.organisation += others.length;
    onProgress?.(reached.leads + reached.organisation, total);
  }
  await rows.setUndone(importId);
  return { import: importId, ...reached };
}
