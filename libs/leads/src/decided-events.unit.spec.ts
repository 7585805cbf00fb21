import { type Actor } from '#libs/contracts';
import { eventsOf } from './decided-events.js';

const metadataBy = (actor: Actor) => {
  const occurredAt = { value: '2026-02-28T09:00:05.000Z', precision: 'instant' as const, zone: null };
  const recording = { commandHash: 'a'.repeat(64), occurredAt, findings: [], knownAt: '2026-02-28T09:00:05.000Z', lastKnownAt: null };
  const to = { kind: 'person' as const, id: 'Ana' };
  const fact = { type: 'lead.assigned' as const, data: { to, team: 'north', previous: to, reason: null } };
  const commandId = '01890000-0000-7000-8000-000000000001';
  return eventsOf('lead-01890000-0000-7000-8000-000000000002', [fact], { commandId, actor }, recording)[0]?.metadata;
};

describe('the events of a decision', () => {
  it('R0.7 name the policy that an automation called name@version is', () => {
    expect(metadataBy({ kind: 'automation', id: 'social@4', assurance: 'import' })).toMatchObject({
      policy: { name: 'social', version: 4 },
    });
  });

  it.each([
    { kind: 'automation', id: 'web', assurance: 'app' },
    { kind: 'automation', id: 'bot@example.com', assurance: 'app' },
    { kind: 'automation', id: 'rule@0', assurance: 'app' },
    { kind: 'person', id: 'mia@2', assurance: 'token' },
  ] as unknown as Actor[])('R0.7 name no policy for $kind $id', (actor) => {
    expect(metadataBy(actor)).not.toHaveProperty('policy');
  });
});
