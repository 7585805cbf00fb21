import { existsSync } from 'node:fs';
import { eventSchemas } from './event-registry.js';
import { historyOf } from './event-versions.js';
import { type UpcasterChain } from './upcasting.js';

/** What the check looks at; another one than ours only in tests. */
export interface RegistryView {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly historyOf: (type: string) => { readonly current: number; readonly upcasters: UpcasterChain };
  readonly hasFixture: (type: string, version: number) => boolean;
}

const EVENT_TYPE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** Everything that is missing, each as a sentence that names what to add. */
export function registryGaps({ schemas, historyOf: history, hasFixture }: RegistryView): readonly string[] {
  return Object.entries(schemas).flatMap(([type, schema]) => {
    const gaps: string[] = [];
    const { current, upcasters } = history(type);
    if (!EVENT_TYPE.test(type)) gaps.push(`${type}: write event types as "lead.claimed"`);
    if (typeof schema !== 'object' || schema === null || (schema as { type?: unknown }).type !== 'object') {
      gaps.push(`${type}: give it an object schema in libs/contracts/src/events`);
    }
    if (!Number.isInteger(current) || current < 1)
      gaps.push(`${type}: its current version must be a whole number from 1 in event-versions.ts`);
    for (let version = 1; version <= current; version++) {
      if (version < current && !upcasters[version]) gaps.push(`${type}: add the upcaster from version ${version} to event-versions.ts`);
      if (!hasFixture(type, version)) gaps.push(`${type}: add fixtures/${fixtureName(type, version)}`);
    }
    return gaps;
  });
}

const fixtureName = (type: string, version: number): string => `${type}.v${version}.fixture.json`;

/** To be called when a process starts: throws where an event type lacks its schema, version, upcasters or fixtures, naming the line to add. */
export function assertRegistryComplete(): void {
  const hasFixture = (type: string, version: number): boolean =>
    existsSync(new URL(`./fixtures/${fixtureName(type, version)}`, import.meta.url));
  const gaps = registryGaps({ schemas: eventSchemas, historyOf, hasFixture });
  if (gaps.length > 0) throw new Error(`The registry of events is not complete:\n${gaps.join('\n')}`);
}
