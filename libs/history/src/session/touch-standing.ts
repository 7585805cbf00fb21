import { type SessionContext } from './session.js';

/**
 * Notes the streams that are about to be touched, then makes sure that the import has not been undone. Whoever calls it has read them before and
 * appends to them on that revision afterwards. An undo says first that the import is void, then appends to every stream that was noted: so it is
 * either seen here, or it finds the streams noted and its event is in the way of the append. Throws 409 `IMPORT.RETRACTED`.
 */
export async function touchStanding(
  { rows, importLog }: Pick<SessionContext, 'rows' | 'importLog'>,
  importId: string,
  streams: readonly string[],
): Promise<void> {
  await rows.touch(importId, streams);
  await importLog.mustStand(importId);
}
