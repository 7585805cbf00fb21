import { type Setting } from './setting.js';
import { settings } from './settings.js';

const INTRODUCTION = `# Configuration

Made from the configuration module (\`libs/platform/src/config/settings.ts\`) by \`npm run docs:generate\`; a test fails where this page is out of date.

Everything is configured by environment variables, read once when a process starts. All that is wrong with them is said at once, and the process
ends with exit code 1. Nothing has to be set: without any, all parts are embedded in the data folder. Values of secrets are never printed.

| variable | value | default | secret | what it does |
|---|---|---|---|---|
`;

/** The page `docs/reference/configuration.md`. */
export const configurationReference = (): string => INTRODUCTION + (Object.values(settings) as Setting<unknown>[]).map(row).join('');

const row = ({ env, form, unit, fallback, secret, description }: Setting<unknown>): string =>
  `| \`${env}\` | ${form}${unit ? `, in ${unit}` : ''} | ${fallback === null ? '–' : `\`${fallback}\``} | ${secret ? 'yes' : ''} | ${description} |\n`;
