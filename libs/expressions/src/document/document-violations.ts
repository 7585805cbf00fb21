import { type Violation } from '#libs/platform';
import { type DocumentProblem } from './document-reader.js';

/** The problems of a document as what a refusal lists: each says its place, in words and as data. */
export const documentViolations = (problems: readonly DocumentProblem[]): Violation[] =>
  problems.map(({ code, message, line, column, nearest }) => ({
    code,
    message: `line ${line}, column ${column}: ${message}`,
    path: `${line}:${column}`,
    detail: { line, column, ...(nearest !== undefined && { nearest }) },
  }));
