import { type PolicyKind } from '#libs/governance';
import { answersOf } from './answers-of.js';
import { assignmentObstacles, type AssignmentWorld } from './assignment-obstacles.js';
import { type AssignmentDocument, assignmentKeys, parseAssignment } from './parse-assignment.js';
import { runAssignmentTests } from './run-assignment-tests.js';

/** Who gets a lead that arrives: the kind of policy that dispatch decides by. */
export const assignmentKind = (world: AssignmentWorld): PolicyKind<AssignmentDocument> => ({
  kind: 'assignment',
  fires: 'assignment.decided',
  keys: assignmentKeys,
  read: parseAssignment,
  answers: ({ spec }) => answersOf(spec),
  ready: ({ spec }) => assignmentObstacles(spec, world),
  test: ({ spec, tests }) => runAssignmentTests(spec, tests),
});
