import { type DocumentProblem, type FactCodes, noCodes } from '#libs/expressions';
import { parsePolicy, type PolicyKind, readingFacts } from '#libs/governance';
import { type AssignmentSpec } from './assignment-spec.js';
import { type AssignmentTest } from './assignment-test.js';
import { type AssignmentDocument, assignmentKeys, parseAssignment } from './parse-assignment.js';

/** Reads documents only: nobody is asked who there is. */
const readingKind: PolicyKind<AssignmentDocument> = {
  kind: 'assignment',
  fires: 'assignment.decided',
  keys: assignmentKeys,
  read: parseAssignment,
  answers: () => [],
  ready: () => Promise.resolve([]),
  test: () => [],
};

interface ReadAssignment {
  /** Null where there is any problem. */
  readonly spec: AssignmentSpec | null;
  readonly tests: readonly AssignmentTest[];
  readonly problems: readonly DocumentProblem[];
}

/** A document with its test cases and problems. Its conditions read facts by `codes`. */
export function readAssignment(document: string, codes: FactCodes = noCodes): ReadAssignment {
  const { spec, problems } = parsePolicy(document, [readingKind as PolicyKind], readingFacts(codes));
  const read = spec as AssignmentDocument | null;
  return { spec: read?.spec ?? null, tests: read?.tests ?? [], problems };
}

/** The policy of a document that was accepted once; null where it is none, or not a whole one. */
export const compileAssignment = (document: string, codes: FactCodes = noCodes): AssignmentSpec | null =>
  readAssignment(document, codes).spec;
