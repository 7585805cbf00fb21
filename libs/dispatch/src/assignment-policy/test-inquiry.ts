import { isScalar, type Node, type YAMLMap } from 'yaml';
import { type Attributes } from '#libs/contracts';
import { type DocumentReader } from '#libs/expressions';

export interface TestInquiry {
  readonly source: string | null;
  readonly channel: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly attributes: Attributes;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export function instantOf(yaml: DocumentReader, node: Node | null, what: string): number | null {
  const text = yaml.text(node, what);
  if (text === null) return null;
  const at = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  yaml.add(node, 'SHAPE', `${what} is an instant with its offset, such as 2026-04-05T12:00:00+02:00`);
  return null;
}

export function instantAt(yaml: DocumentReader, map: YAMLMap, key: string, what: string, required = false): number | null {
  const node = yaml.get(map, key);
  if (node === null && required) yaml.add(map, 'MISSING', `${what} is missing: an instant such as 2026-04-05T12:00:00+02:00`);
  return instantOf(yaml, node, what);
}

export function attributesOf(yaml: DocumentReader, node: Node | null, what: string): Attributes {
  const attributes: Record<string, string | number | boolean | null> = {};
  for (const { name, key, value } of yaml.entries(node, what)) {
    const said = isScalar(value) ? value.value : undefined;
    if (said === null || typeof said === 'string' || typeof said === 'number' || typeof said === 'boolean') attributes[name] = said;
    else yaml.add(value ?? key, 'SHAPE', `${what}.${name} is a text, a number or true/false`);
  }
  return attributes;
}

/** The inquiry of a test case. */
export function parseTestInquiry(yaml: DocumentReader, node: Node | null): TestInquiry {
  const map = yaml.map(node);
  if (!map && node !== null) yaml.add(node, 'SHAPE', 'inquiry is a mapping with source, channel, medium, campaign and attributes');
  const text = (key: string): string | null => (map ? yaml.text(yaml.get(map, key), `inquiry.${key}`) : null);
  if (map) yaml.onlyKeys(map, ['source', 'channel', 'medium', 'campaign', 'attributes'], 'inquiry');
  const attributes = map ? attributesOf(yaml, yaml.get(map, 'attributes'), 'inquiry.attributes') : {};
  return { source: text('source'), channel: text('channel'), medium: text('medium'), campaign: text('campaign'), attributes };
}
