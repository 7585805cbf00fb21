import { type UnknownValues } from '../run/unknown-values.js';

/** What could not be said of some rows, so that nobody takes it for nothing. */
export const unknownInWords = ({ clause, rows, of, knownFrom }: UnknownValues): string =>
  `${clause}: unknown of ${rows} of ${of} rows; ${knownFrom === null ? 'it was never recorded' : `first known of ${knownFrom}`}`;
