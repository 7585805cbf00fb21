import { type CheckedItem, conformanceChecks } from './check-event-store.js';

const url = process.env['EVENTSTORE_URL'] ?? '';

describe('the EventStoreDB protocol, as served at EVENTSTORE_URL', () => {
  const started = new Map<string, Promise<CheckedItem>>();
  beforeAll(() => {
    for (const { item, waits, run } of conformanceChecks) if (waits) started.set(item, run(url));
  });

  it.each(conformanceChecks)(
    '$item',
    async ({ item, run }) => {
      const { ok, seen } = await (started.get(item) ?? run(url));
      if (seen.startsWith('skipped')) process.stdout.write(`${item}: ${seen}\n`);
      expect({ ok, seen }).toEqual({ ok: true, seen });
    },
    300_000,
  );
});
