import { readdirSync, readFileSync } from 'node:fs';
import ajvModule from 'ajv';
import {
  assertRegistryComplete,
  assertWritable,
  currentVersion,
  eventSchemas,
  type EventMetadata,
  type EventType,
  type LedgerEvent,
  MalformedEventError,
  MissingUpcasterError,
  UnknownEventError,
  upcast,
} from './index.js';
import { checkOf, metadataCheck } from './event-registry.js';
import { eventJsonSchemas } from './json-schema.js';
import { type RegistryView, registryGaps } from './registry-completeness.js';
import { type UpcasterChain, upcastThrough } from './upcasting.js';

interface Fixture {
  readonly type: EventType;
  readonly schemaVersion: number;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata;
}

const folder = new URL('./fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((file) => ({ file, ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture) }));
const currentOnes = fixtures.filter(({ type, schemaVersion }) => schemaVersion === currentVersion(type));

describe('the registry of events', () => {
  it('is complete: every type has its schema, version, upcasters and a fixture of each version', () => {
    expect(assertRegistryComplete).not.toThrow();
  });

  it('a gap is named with what to add', () => {
    const upcasters: UpcasterChain = { 1: (data) => ({ ...data }) };
    const view: RegistryView = {
      schemas: { 'lead.painted': { type: 'object' }, 'lead.sung': null, LeadDanced: { type: 'object' } },
      historyOf: (type) => ({ current: type === 'lead.painted' ? 3 : 1, upcasters }),
      hasFixture: (type, version) => type !== 'lead.painted' || version < 3,
    };
    expect(registryGaps(view)).toEqual([
      'lead.painted: add the upcaster from version 2 to event-versions.ts',
      'lead.painted: add fixtures/lead.painted.v3.fixture.json',
      'lead.sung: give it an object schema in libs/contracts/src/events',
      'LeadDanced: write event types as "lead.claimed"',
    ]);
  });
});

describe('stored events of every version', () => {
  it.each(fixtures)('$file is read as the current version', ({ file, type, schemaVersion, data }) => {
    expect(file).toBe(`${type}.v${schemaVersion}.fixture.json`);
    const before = JSON.stringify(data);
    const event = upcast(type, data, schemaVersion);
    expect(event.type).toBe(type);
    expect(checkOf(type).Check(event.data)).toBe(true);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('of the current version are writable, with their metadata', () => {
    for (const { type, data, metadata } of currentOnes) {
      expect(metadataCheck.Check(metadata)).toBe(true);
      expect(() => assertWritable({ type, data } as unknown as LedgerEvent, metadata)).not.toThrow();
    }
  });

  it('fit the JSON Schema that others are given', () => {
    const ajv = new ajvModule.Ajv({ strict: false, allErrors: true });
    ajv.addSchema(eventJsonSchemas(), 'events');
    for (const { type, data, metadata } of currentOnes) {
      expect({ type, valid: ajv.validate({ $ref: `events#/definitions/${type}` }, data) }).toEqual({ type, valid: true });
      expect(ajv.validate({ $ref: 'events#/definitions/metadata' }, metadata)).toBe(true);
    }
  });

  it('what the schema does not allow is never written, and the message says where', () => {
    const { metadata } = currentOnes.find(({ type }) => type === 'lead.reopened')!;
    const wrong = { type: 'lead.won', data: { value: { amount: '1,5', currency: 'EUR' }, reason: null } } as LedgerEvent;
    expect(() => assertWritable(wrong, metadata)).toThrow(MalformedEventError);
    expect(() => assertWritable({ type: 'lead.reopened', data: { reason: null } }, { ...metadata, knownAt: 'yesterday' })).toThrow(
      /metadata\/knownAt/,
    );
  });

  it('of an unknown type or a later release are refused, not guessed', () => {
    expect(() => upcast('lead.painted', {}, 1)).toThrow(UnknownEventError);
    expect(() => upcast('toString', {}, 1)).toThrow(UnknownEventError);
    expect(() => upcast('lead.won', { value: null, reason: null }, currentVersion('lead.won') + 1)).toThrow(MissingUpcasterError);
  });
});

describe('a chain of upcasters', () => {
  const chain = {
    1: (data: Readonly<Record<string, unknown>>) => ({ name: `${data['first'] as string} ${data['last'] as string}` }),
    2: (data: Readonly<Record<string, unknown>>) => ({ ...data, language: null }),
    3: ({ name, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, title: name }),
  };

  it('reads each older version as the newest, one step at a time', () => {
    expect(upcastThrough('x', chain, { first: 'Ana', last: 'Lima' }, 1, 4)).toEqual({ title: 'Ana Lima', language: null });
    expect(upcastThrough('x', chain, { name: 'Ana' }, 2, 4)).toEqual({ title: 'Ana', language: null });
    expect(upcastThrough('x', chain, { title: 'Ana', language: 'pt' }, 4, 4)).toEqual({ title: 'Ana', language: 'pt' });
  });

  it('with a missing link stops and names it', () => {
    const { 2: _, ...broken } = chain;
    expect(() => upcastThrough('x', broken, {}, 1, 4)).toThrow('No upcaster of x from version 2');
  });

  it('does not read the future', () => {
    expect(() => upcastThrough('x', chain, {}, 5, 4)).toThrow(/later release/);
  });
});

it('every event type is frozen: a name once used stays', () => {
  expect(Object.keys(eventSchemas).sort()).toEqual([...new Set(fixtures.map(({ type }) => type))].sort());
});
