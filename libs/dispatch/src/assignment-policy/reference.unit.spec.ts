import ajvModule from 'ajv';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { policyHeadKeys } from '#libs/governance';
import { expectReferencePage } from '#libs/testing';
import { AssignmentPolicySchema } from './assignment-document.schema.js';
import { readAssignment } from './compile-assignment.js';
import { assignmentKeys } from './parse-assignment.js';
import { runAssignmentTests } from './run-assignment-tests.js';
import { factTable } from './reference-tables.js';

const root = new URL('../../../../docs/', import.meta.url);
const page = new URL('reference/policies.md', root);
const text = readFileSync(page, 'utf8');
const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
const samples = ['manual', 'by-source', 'by-workload'].map((level) => readFileSync(new URL(`how-to/${level}.policy.yaml`, root), 'utf8'));

describe('the reference of policies', () => {
  it.each([...examples, ...samples])('R4.9 document %# has no problem and fits the JSON Schema, and its tests pass', (document) => {
    const { spec, tests, problems } = readAssignment(document);
    expect(problems).toEqual([]);
    expect(runAssignmentTests(spec!, tests).filter(({ passed }) => !passed)).toEqual([]);
    const ajv = new ajvModule.Ajv({ strict: false, allErrors: true });
    ajv.validate(AssignmentPolicySchema, parse(document, { schema: 'core' }));
    expect(ajv.errors).toBeNull();
  });

  it('knows the same keys in the schema as in the parser', () => {
    expect(Object.keys(AssignmentPolicySchema.properties).sort()).toEqual([...policyHeadKeys, ...assignmentKeys].sort());
  });

  it('is given to editors as JSON Schema', () => {
    expectReferencePage('docs/reference/assignment-policy.schema.json', `${JSON.stringify(AssignmentPolicySchema, null, 2)}\n`);
  });

  it('lists the facts as they are (UPDATE_DOCS=1 writes them anew)', () => {
    const [before = ''] = text.split('\n| fact | type |');
    const current = `${before}\n${factTable()}\n`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, current);
    else expect(text).toBe(current);
  });
});
