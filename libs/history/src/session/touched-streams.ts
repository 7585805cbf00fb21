import { type EventLog } from '#libs/event-store';

const pageSize = 1000;

/** The streams that have events of an import, found by reading the whole log: the slow way, for a database that does not know the import. */
export async function* touchedStreams(log: EventLog, importId: string): AsyncGenerator<readonly string[]> {
  let page = new Set<string>();
  for await (const event of log.readAll()) {
    if (event.metadata.importId !== importId) continue;
    page.add(event.stream);
    if (page.size === pageSize) {
      yield [...page];
      page = new Set();
    }
  }
  yield [...page];
}
