import { type DocumentProblem } from '#libs/expressions';
import { parsePolicy, type PolicyKind } from '#libs/governance';
import { type AssignmentSpec } from './assignment-spec.js';
import { type AssignmentDocument, assignmentKeys, parseAssignment } from './parse-assignment.js';

/** Reads documents only: nobody is asked who there is. */
const readingKind: PolicyKind<AssignmentDocument> = {
  kind: 'assignment',
  keys: assignmentKeys,
  read: parseAssignment,
  answers: () => [],
  ready: () => Promise.resolve([]),
  test: () => [],
};

/** A document with its problems; the policy is null where there are any. */
export function readAssignment(document: string): { readonly spec: AssignmentSpec | null; readonly problems: readonly DocumentProblem[] } {
  const { spec, problems } = parsePolicy(document, [readingKind as PolicyKind]);
  return { spec: (spec as AssignmentDocument | null)?.spec ?? null, problems };
}

/** The policy of a document that was accepted once; null where it is none, or not a whole one. */
export const compileAssignment = (document: string): AssignmentSpec | null => readAssignment(document).spec;
