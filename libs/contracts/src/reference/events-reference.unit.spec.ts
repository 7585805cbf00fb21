import { expectReferencePage } from '#libs/testing';
import { eventJsonSchemas } from '../json-schema.js';
import { eventsReference } from './events-reference.js';

describe('the reference of the events', () => {
  it('is what the schemas say of themselves', () => {
    expectReferencePage('docs/reference/events.md', eventsReference());
  });

  it('is given as JSON Schema too', () => {
    expectReferencePage('docs/reference/events.schema.json', `${JSON.stringify(eventJsonSchemas(), null, 2)}\n`);
  });
});
