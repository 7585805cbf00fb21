import { type OrganisationReader } from '#libs/dispatch';
import { type PolicyKind, type PolicyTestResult } from '#libs/governance';
import { type Violation } from '#libs/platform';
import { extended } from '../clocks/activity.js';
import { spanInWords } from '../clocks/parse-span.js';
import { parseRecycling, recyclingKeys } from './parse-recycling.js';
import { boundsFrom, ruleFor } from './protection-for.js';
import { type RecyclingRule, type RecyclingSpec, type RecyclingTest } from './recycling-spec.js';

const RECYCLING = 'recycling';

export interface RecyclingWorld {
  readonly organisation: Pick<OrganisationReader, 'pool'>;
  /** The organisation's zone. */
  readonly zone: string;
}

/** When a lead that nobody works goes back to a pool. */
export const recyclingKind = ({ organisation, zone }: RecyclingWorld): PolicyKind<RecyclingSpec> => ({
  kind: RECYCLING,
  fires: 'lead.protection-started',
  keys: recyclingKeys,
  read: parseRecycling,
  answers: ({ rules }) => rules.map((rule) => ({ question: rule.name, answer: inWords(rule) })),
  ready: async ({ rules }) => {
    const pools = [...new Set(rules.map(({ pool }) => pool))];
    const known = await Promise.all(pools.map((pool) => organisation.pool(pool)));
    return pools.flatMap((pool, index): Violation[] =>
      known[index]
        ? []
        : [
            {
              code: 'POOL.NOT_FOUND',
              message: `There is no pool ${pool}; create it first, or name another under to`,
              path: 'rules.to.pool',
            },
          ],
    );
  },
  test: (spec) => spec.tests.map((test) => tested(spec, test, zone)),
});

const inWords = ({ period, extension, maximum, remindBefore, pool }: RecyclingRule): string =>
  [
    `after ${spanInWords(period)} to pool ${pool}`,
    extension && `each activity gives ${spanInWords(extension)} more`,
    maximum && `at most ${spanInWords(maximum)}`,
    remindBefore && `reminder ${spanInWords(remindBefore)} before`,
  ]
    .filter(Boolean)
    .join('; ');

function tested(spec: RecyclingSpec, test: RecyclingTest, organisationZone: string): PolicyTestResult {
  const found = ruleFor([{ spec }], { attributes: {}, ...test.facts });
  const zone = spec.zone ?? organisationZone;
  const due = found ? dueOf(found.rule, test, zone) : null;
  const said = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString());
  return {
    name: test.name,
    passed: due === test.due,
    difference: due === test.due ? null : `due ${said(due)}, expected ${said(test.due)}`,
  };
}

function dueOf(rule: RecyclingRule, { heldSince, activities }: RecyclingTest, zone: string): number {
  const start = { from: heldSince, zone, extension: rule.extension, lastActivity: null, ...boundsFrom(rule, heldSince, zone) };
  return activities.reduce((protection, at) => extended(protection, 'test', at), start).dueAt;
}
