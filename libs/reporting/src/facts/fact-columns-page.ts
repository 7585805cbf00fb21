import { factColumnDescriptions } from './fact-column-descriptions.js';
import { factColumnNames, factColumns } from './fact-columns.js';

/** The table of columns in `docs/reference/report-facts.md`, from the code that writes them. */
export const factColumnTable = (): string =>
  [
    '| column | type | what it says |',
    '|---|---|---|',
    ...factColumnNames.map((name) => `| \`${name}\` | ${factColumns[name]} | ${factColumnDescriptions[name]} |`),
  ].join('\n');
