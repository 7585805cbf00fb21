import { type StoredEvent } from '#libs/event-store';
import { HistoryAhead } from './history-ahead.js';

const event = (importId?: string, type = 'lead.assigned'): StoredEvent => ({ type, metadata: { importId } }) as unknown as StoredEvent;
const batch = (size: number, importId?: string): StoredEvent[] => Array.from({ length: size }, () => event(importId));

describe('a history that is ahead of the read models', () => {
  it('is one import that has brought more than the log held before it', () => {
    const ahead = new HistoryAhead(10);
    expect(ahead.take(1, batch(30))).toBeNull();
    expect(ahead.take(31, batch(30, 'crm-1'))).toBeNull();
    expect(ahead.take(61, batch(1, 'crm-1'))).toBe('crm-1');
  });

  it('is none below the least size, however little was there', () => {
    const ahead = new HistoryAhead(10);
    expect(ahead.take(1, batch(10, 'crm-1'))).toBeNull();
    expect(ahead.take(11, batch(1, 'crm-1'))).toBe('crm-1');
  });

  it('is none any more once the import is completed or undone', () => {
    for (const end of ['import.completed', 'import.retracted']) {
      const ahead = new HistoryAhead(10);
      expect(ahead.take(1, [...batch(20, 'crm-1'), event(undefined, end)])).toBeNull();
    }
  });

  it('is counted over what people record meanwhile, and anew for another import', () => {
    const ahead = new HistoryAhead(10);
    expect(ahead.take(1, [...batch(8, 'crm-1'), ...batch(5), ...batch(3, 'crm-1')])).toBe('crm-1');
    expect(ahead.take(17, batch(11, 'crm-2'))).toBeNull();
  });
});
