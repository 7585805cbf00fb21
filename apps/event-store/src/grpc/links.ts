import { type LogRecord } from '../log/log-record.js';
import { viewStream } from '../log/stream-view.js';
import { type Store } from '../store.js';
import { eventFrame, linkFrame } from './event-frame.js';

/** The frame of a record, with links followed: `$>` with data `<revision>@<stream>`. Data that does not parse is no link. */
export async function resolvedFrame(store: Store, record: LogRecord): Promise<Buffer> {
  const target = record.type === '$>' ? parseLink(Buffer.from(record.data).toString('utf8')) : null;
  return target ? linkFrame(await find(store, target), record) : eventFrame(record);
}

interface LinkTarget {
  readonly stream: string;
  readonly revision: number;
}

function parseLink(text: string): LinkTarget | null {
  const match = /^(\d{1,15})@(.+)$/s.exec(text);
  return match ? { revision: Number(match[1]), stream: match[2]! } : null;
}

/** Null where the target is missing, truncated or deleted. */
async function find(store: Store, { stream, revision }: LinkTarget): Promise<LogRecord | null> {
  const view = await viewStream(store.writer, stream);
  if (view.id === null || !view.exists || view.tombstoned || revision < view.first) return null;
  const { records } = await store.reader.pageOfStream(stream, view.id, revision, false, 1);
  const [record] = records;
  return record?.revision === revision && record.createdMs >= view.notBeforeMs ? record : null;
}
