import { readdirSync, readFileSync } from 'node:fs';

export interface ShippedDefinition {
  readonly name: string;
  /** Its number in the library; it gets the same where nobody published under its name before. */
  readonly version: number;
  readonly document: string;
}

const folder = new URL('../library/', import.meta.url);

/** The definitions that come with the product, by name and version: `new_leads.2.yaml` holds `new_leads@2`. */
export function shippedDefinitions(): readonly ShippedDefinition[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const [name = '', version] = file.split('.');
      return { name, version: Number(version), document: readFileSync(new URL(file, folder), 'utf8') };
    })
    .sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
}
