import { readSql } from '#libs/platform';
import { dispatchRig, type DispatchRig, planOf } from '#libs/testing';

const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-03-08T00:00:00Z';

/** Statements that are asked again and again, or about the few leads of a question, with parameters: none may read all leads. */
const statements: readonly (readonly [string, readonly unknown[]])[] = [
  ['./dispatcher/person-standings.sql', [['a'], ['p'], 1_000, TO]],
  ['./why/freed-by.sql', ['Ana', FROM, TO]],
  ['./trust/dispatch-waits.sql', ['intake', FROM, TO, null, null]],
  ['./trust/policy-decisions.sql', [FROM, TO, 'north', null, null]],
  ['./trust/postings.sql', [FROM, TO, 'north', null, null]],
  ['./people-as-known/members-ever.sql', ['North', null, null]],
  ['./people-as-known/known-of-kind.sql', [['rep.joined'], null, null, 'rep']],
  ['./simulation/past-closings.sql', [1_000, null, ['lead-a']]],
  ['./simulation/past-closings.sql', [1_000, TO, ['lead-a']]],
];

/** Whole tables, and the index of the constraint, which only knows leads by a number made of their ids. */
const WHOLE = /Seq Scan on (ownership_period|lead_status_period|lead|lead_person|log_entry)\b|ownership_period_one_holder/;

describe('what dispatch asks the read models', () => {
  let rig: DispatchRig;
  beforeAll(async () => {
    rig = await dispatchRig();
    await rig.leads.hire('North', 'Ana');
    await rig.capture({ contact: { phones: ['+49 151 23450001'] } });
    await rig.projector.caughtUp();
  });
  afterAll(() => rig.close());

  it.each(statements)('%s reads leads by an index', async (file, values) => {
    const plan = await planOf(rig.pool, readSql(import.meta.url, file), values);
    expect(plan).toMatch(/Index .*Scan/);
    expect(plan).not.toMatch(WHOLE);
  });
});
