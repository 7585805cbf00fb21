import { type OrganisationReader } from '#libs/dispatch';
import { type CommandAnswer, type CommandMeans, type Fold, foldStream, runCommandNow } from '#libs/event-store';
import { concurrently, derivedId, ProblemError } from '#libs/platform';
import { checkEnvelope } from '../envelope-check.js';
import { type MergedPeople } from '../identity/merged-people.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { holderAt } from '../lead-state.js';
import { type LeadCommands } from '../lead-commands.js';
import { type PersonDecision } from './decision.js';
import { decideMerge } from './merge-people/merge-people.decide.js';
import { type MergePeople, type PersonAction, type PersonEnvelope, type RuleCollision, type UnmergePeople } from './person-action.js';
import { initialPerson, type PersonState } from './person-state.js';
import { evolvePerson } from './person.evolve.js';
import { decideRuling } from './rule-collision/rule-collision.decide.js';
import { decideUnmerge } from './unmerge-people/unmerge-people.decide.js';

export interface PersonDependencies extends CommandMeans {
  readonly people: MergedPeople;
  readonly leads: LeadCommands;
  readonly organisation: OrganisationReader;
}

/**
 * Who is one person, and whose customer it is. Errors: `ProblemError` with every rule that was not met (404 `PERSON.NOT_FOUND`, 409
 * `PERSON.ALREADY_MERGED`, 422), 412 where the caller pinned a revision, 422 `COMMAND.ID_REUSED`.
 */
export interface PersonCommands {
  execute(action: PersonAction, envelope: PersonEnvelope): Promise<CommandAnswer>;
}

const personFold: Fold<PersonState> = { initial: initialPerson, evolve: evolvePerson };
const LEADS_AT_ONCE = 8;
/** Closed or given to the owner meanwhile: the ruling has nothing left to do there. */
const NOTHING_LEFT = new Set(['LEAD.CLOSED', 'LEAD.SAME_HOLDER']);

export function createPersonCommands(dependencies: PersonDependencies): PersonCommands {
  const { people } = dependencies;
  return {
    execute: (action, envelope) => {
      checkEnvelope(envelope);
      switch (action.do) {
        case 'merge-people':
          return people.exclusively(() => merge(dependencies, action, envelope));
        case 'unmerge-people':
          return people.exclusively(() => unmerge(dependencies, action, envelope));
        case 'rule-collision':
          return rule(dependencies, action, envelope);
      }
    },
  };
}

/** The registry follows the log. Killed in between, the same command sent again, or a rebuild of the registry, brings it there. */
async function merge(dependencies: PersonDependencies, action: MergePeople, envelope: PersonEnvelope): Promise<CommandAnswer> {
  const { people } = dependencies;
  const [personKnown, intoKnown, chainOfInto] = await Promise.all([
    people.isKnown(action.person),
    people.isKnown(action.into),
    followedChain(dependencies, action.into),
  ]);
  const answer = await run(dependencies, action, envelope, (state) => decideMerge(state, action, { personKnown, intoKnown, chainOfInto }));
  await follow(dependencies, action.person);
  return answer;
}

async function unmerge(dependencies: PersonDependencies, action: UnmergePeople, envelope: PersonEnvelope): Promise<CommandAnswer> {
  const answer = await run(dependencies, action, envelope, (state) => decideUnmerge(state, action));
  await follow(dependencies, action.person);
  return answer;
}

/** Whom the log takes a person for; the registry says so too afterwards. */
async function follow({ log, people }: PersonDependencies, person: string): Promise<string | null> {
  const { state } = await foldStream(log, personStream(person), personFold);
  await people.note(person, state.mergedInto);
  return state.mergedInto;
}

/**
 * The person and whom it is taken for, one after the other, as the log has it: a registry that missed the last merge of one who was killed would let a circle
 * arise. Where the log has one, the last of the chain stands in it before.
 */
async function followedChain(dependencies: PersonDependencies, person: string): Promise<readonly string[]> {
  const chain = [person];
  for (let into = await follow(dependencies, person); into !== null; into = await follow(dependencies, into)) {
    const isKnown = chain.includes(into);
    chain.push(into);
    if (isKnown) break;
  }
  return chain;
}

/** First the ruling, then a transfer of each lead that cites it. Sent again, it finishes what was left open. */
async function rule(dependencies: PersonDependencies, action: RuleCollision, envelope: PersonEnvelope): Promise<CommandAnswer> {
  const { people, organisation, leads } = dependencies;
  const answer = await run(dependencies, action, envelope, async (state) => {
    const [personKnown, owner, openLeads] = await Promise.all([
      people.isKnown(action.person),
      organisation.rep(action.owner),
      openLeadsOf(dependencies, action.person),
    ]);
    return decideRuling(state, action, { personKnown, owner, openLeads });
  });
  const ruling = answer.events[0];
  if (ruling?.type !== 'person.collision-ruled') return answer;
  const left = await concurrently(ruling.data.leads, LEADS_AT_ONCE, async ({ leadId }) => {
    const said = { commandId: derivedId('ruling', ruling.id, leadId), actor: envelope.actor, actingRep: null, causationId: ruling.id };
    const transfer = { do: 'transfer-lead' as const, to: { kind: 'person' as const, id: ruling.data.owner }, reason: ruling.data.reason };
    try {
      await leads.execute(leadId, transfer, said);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      return NOTHING_LEFT.has(error.code) ? [] : [{ leadId, problem: error.toProblem() }];
    }
  });
  const [first, ...others] = left.flat().map(({ leadId, problem }) => ({
    code: 'PERSON.RULED_BUT_NOT_MOVED',
    message: `The ruling stands, but lead ${leadId} could not go to ${ruling.data.owner}: ${problem.detail}. Then send the same command again`,
    detail: { leadId, problem },
  }));
  if (first) throw new ProblemError(409, [first, ...others]);
  return answer;
}

async function openLeadsOf({ log, people, clock }: PersonDependencies, person: string) {
  const now = clock.now().getTime();
  const leads = await concurrently(await people.leadsOf(person), LEADS_AT_ONCE, async (leadId) => {
    const { state } = await foldStream(log, leadStream(leadId), leadFold);
    const holder = state.status === 'open' ? holderAt(state, now)?.to : undefined;
    return holder ? [{ leadId, holder }] : [];
  });
  return leads.flat();
}

const run = (
  dependencies: PersonDependencies,
  action: PersonAction,
  envelope: PersonEnvelope,
  decide: (state: PersonState) => PersonDecision | Promise<PersonDecision>,
): Promise<CommandAnswer> =>
  runCommandNow(dependencies, {
    stream: personStream(action.person),
    fold: personFold,
    body: action,
    envelope,
    decide: async (state) => {
      const decision = await decide(state);
      if (decision.kind === 'rejected') throw refused(decision.violations);
      return [decision.event];
    },
  });

const personStream = (person: string): string => `person-${person}`;

const CONFLICTS = new Set([
  'PERSON.ALREADY_MERGED',
  'PERSON.NOT_MERGED',
  'PERSON.MERGED',
  'PERSON.NO_COLLISION',
  'PERSON.MERGED_THE_OTHER_WAY',
  'PERSON.MERGED_IN_A_CIRCLE',
]);

/** 404 where somebody is missing, 409 where what is believed stands in the way, else 422. */
function refused(violations: Extract<PersonDecision, { kind: 'rejected' }>['violations']): ProblemError {
  if (violations.some(({ code }) => code === 'PERSON.NOT_FOUND')) return new ProblemError(404, violations);
  return new ProblemError(violations.some(({ code }) => CONFLICTS.has(code)) ? 409 : 422, violations);
}
