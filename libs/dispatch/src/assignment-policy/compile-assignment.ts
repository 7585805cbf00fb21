import { type DocumentProblem } from '#libs/expressions';
import { parsePolicy, type PolicyKind } from '#libs/governance';
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

/** A document with its test cases and problems. */
export function readAssignment(document: string): ReadAssignment {
  const { spec, problems } = parsePolicy(document, [readingKind as PolicyKind]);
  const read = spec as AssignmentDocument | null;
  return { spec: read?.spec ?? null, tests: read?.tests ?? [], problems };
}

/** The policy of a document that was accepted once; null where it is none, or not a whole one. */
export const compileAssignment = (document: string): AssignmentSpec | null => readAssignment(document).spec;
