import { readdirSync, readFileSync } from 'node:fs';
import { type LeadEvent } from '../lead-state.js';
import { noClocks } from './lead-clocks.js';
import { evolveClocks, startsClock } from './lead-clocks.evolve.js';

const folder = new URL('../../../contracts/src/fixtures/', import.meta.url);
const leadEvents = readdirSync(folder)
  .filter((file) => file.startsWith('lead.'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as LeadEvent);

it('R4.6 nothing waits of a lead before an event that starts a clock', () => {
  for (const event of leadEvents.filter((each) => !startsClock(each))) {
    const clocks = evolveClocks(noClocks, { ...event, id: 'some', metadata: {} } as LeadEvent, 0);
    expect({ type: event.type, clocks }).toEqual({ type: event.type, clocks: noClocks });
  }
  expect(leadEvents.filter(startsClock).length).toBeGreaterThan(5);
});
