import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ShippedDefinition {
  readonly name: string;
  /** Its number in the library; it gets the same where nobody published under its name before. */
  readonly version: number;
  readonly document: string;
}

const folder = new URL('../library/', import.meta.url);

/** The definitions that come with the product, by name and version. */
export function shippedDefinitions(): readonly ShippedDefinition[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const document = readFileSync(new URL(file, folder), 'utf8');
      const { definition } = parse(document) as { definition: string };
      return { name: definition, version: Number(file.split('.')[1]), document };
    })
    .sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
}
