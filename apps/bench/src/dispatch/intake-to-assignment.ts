import { connectEventLog, type StorePosition } from '#libs/event-store';
import { type Round } from '../harness/benchmark.js';
import { type BenchApi } from '../workbench/api.js';
import { PREFIX } from '../workbench/prefix.js';

/** Posts inquiries at a steady rate, whatever the answers take, and waits until the log has given every lead to somebody. */
export async function intakeToAssignment(api: BenchApi, inquiries: number, perSecond: number): Promise<Round> {
  const log = connectEventLog({ url: api.eventStoreUrl, prefix: PREFIX });
  const stopping = new AbortController();
  const sent = new Map<string, number>();
  const assigned = new Map<string, number>();
  let after: StorePosition | undefined;
  for await (const { storePosition } of log.readAll()) after = storePosition;
  const watch = async (): Promise<void> => {
    for await (const message of log.subscribe({ ...(after && { after }), signal: stopping.signal })) {
      if (message.kind !== 'event' || message.event.type !== 'lead.assigned') continue;
      assigned.set(message.event.stream.slice('lead-'.length), performance.now());
      if (assigned.size === inquiries) return;
    }
  };
  const done = watch();
  const start = performance.now();
  const posted = Promise.all(
    Array.from({ length: inquiries }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, (n * 1_000) / perSecond));
      const at = performance.now();
      const { leadId } = await api.post<{ leadId: string }>('/v1/inquiries', {
        source: 'bench',
        channel: 'search',
        attributes: { team: 'one' },
      });
      sent.set(leadId, at);
    }),
  );
  await Promise.all([posted, done]);
  stopping.abort();
  const seconds = (performance.now() - start) / 1_000;
  await log.close();
  return { operations: inquiries, seconds, latenciesMs: [...sent].map(([lead, at]) => assigned.get(lead)! - at), errors: 0 };
}
