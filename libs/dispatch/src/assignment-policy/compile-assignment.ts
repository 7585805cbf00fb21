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

/** The policy of a document that was accepted once; null where it is none, or not a whole one. */
export const compileAssignment = (document: string): AssignmentSpec | null =>
  (parsePolicy(document, [readingKind as PolicyKind]).spec as AssignmentDocument | null)?.spec ?? null;
