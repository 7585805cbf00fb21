import { type ValueRead } from '#libs/contracts';
import { localClockText } from '../assignment/local-clock.js';
import { type DecisionLine } from './decisions-about.js';
import { type WhyAnswer } from './why-answer.js';
import { type WhyNot } from './why-not.js';

type Told = Omit<WhyAnswer, 'words'>;
type Clock = (iso: string) => string;

/** The answer in sentences, with times of a zone. */
export function whyInWords(answer: Told, zone: string): readonly string[] {
  const clock: Clock = (iso) => localClockText(Date.parse(iso), zone);
  return [...present(answer, clock), ...(answer.decision ? decided(answer.decision, clock) : []), ...not(answer, clock)];
}

function present({ present: now, decision, byDecision }: Told, clock: Clock): readonly string[] {
  if (!now) return ['The lead was not there at that instant.'];
  const has = `${nameOf(now.holder)} has the lead${now.since === null ? '' : ` since ${clock(now.since)}`}`;
  if (byDecision) return [`${has}, by decision of the policy ${decision!.policy.name}@${decision!.policy.version}.`];
  const how = `${has}: ${now.cause}, by ${now.by}${now.reason === null ? '' : ` (“${now.reason}”)`}.`;
  return decision
    ? [how, 'That was not decided by a policy; the last decision about the lead was this one.']
    : [how, 'No policy has decided about this lead.'];
}

function decided(decision: DecisionLine, clock: Clock): readonly string[] {
  const { policy, rule, decidedAt, chosen, heldUntil, candidates, comparison, fallbacks, seed, read = [] } = decision;
  const by =
    rule.kind === 'fallback' ? 'no entry matched' : `${rule.kind} “${rule.name}”${rule.strategy === null ? '' : `, ${rule.strategy}`}`;
  const what = heldUntil === null ? `gave it to ${chosen ? nameOf(chosen) : 'nobody'}` : `held it until ${clock(heldUntil)}`;
  const excluded = candidates.filter((candidate) => candidate.excluded !== null);
  return [
    `${policy.name}@${policy.version} decided at ${clock(decidedAt.at)} (${by}; log position ${decidedAt.position}) and ${what}.`,
    ...read.filter(({ text, code }) => code !== text).map(readInWords),
    ...(candidates.length > 0
      ? [`${candidates.length} asked, ${excluded.length} excluded${excluded.length > 0 ? `: ${tally(decision)}` : ''}.`]
      : []),
    ...(comparison
      ? [
          `Compared by ${comparison.by}, ${comparison.best} first: ${chosen ? nameOf(chosen) : 'nobody'} had ${comparison.value ?? 'no value'}` +
            (comparison.next ? `, next ${comparison.next.rep} with ${comparison.next.value ?? 'no value'}` : ', nobody else was left') +
            (comparison.tie === null
              ? '.'
              : comparison.tie === 'seed'
                ? `; equals were drawn with the seed ${seed}.`
                : '; equals go in the order of members.'),
        ]
      : []),
    ...fallbacks.map(({ step, to, failed }) =>
      failed === null && to ? `Fallback ${step}: ${nameOf(to)} took it.` : `Fallback ${step}: ${failed}.`,
    ),
    ...became(decision, clock),
  ];
}

const readInWords = ({ fact, text, code, vocabulary, version }: ValueRead): string =>
  code === null
    ? `${fact} “${text}” is not in ${vocabulary}@${version}; conditions were told the text.`
    : `${fact} “${text}” was read as ${code} (${vocabulary}@${version}).`;

const tally = ({ candidates }: DecisionLine): string =>
  candidates.flatMap(({ rep, excluded }) => (excluded ? [`${rep} ${reason(excluded.code, excluded.numbers)}`] : [])).join('; ');

function became({ status }: DecisionLine, clock: Clock): readonly string[] {
  switch (status.kind) {
    case 'superseded':
      return [
        status.refused
          ? `It was void at ${clock(status.at)}: ${status.refused.rep} could not take it (${status.refused.message}).`
          : `It was void at ${clock(status.at)}: ${status.because}${status.by === null ? '' : `, ${status.by} was faster`}.`,
      ];
    case 'overridden':
      return [
        `${status.by.id} gave the lead to ${nameOf(status.to)} at ${clock(status.at)} instead${status.reason === null ? '' : ` (“${status.reason}”)`}.`,
      ];
    default:
      return [];
  }
}

function not({ not: asked, decision }: Told, clock: Clock): readonly string[] {
  if (!asked || !decision) return [];
  const { rep, verdict, code, numbers, freedLater } = asked;
  switch (verdict) {
    case 'chosen':
      return [`${rep} was chosen.`];
    case 'excluded':
      return [`${rep} was excluded: ${reason(code!, numbers ?? {})} at ${clock(decision.decidedAt.at)}${freed(freedLater, clock)}.`];
    case 'compared':
      return [
        `${rep} was compared with ${values(numbers)}; ${decision.chosen ? nameOf(decision.chosen) : 'nobody'} went first with ${decision.comparison?.value ?? '–'}.`,
      ];
    case 'held':
      return [`Nobody was asked: the lead was held.`];
    case 'not-asked':
      return [
        `${rep} was not asked: ${decision.rule.kind === 'bypass' ? `the bypass “${decision.rule.name}” names one person` : 'the rule is about other people'}.`,
      ];
  }
}

/** How a rep fared, without a word of anybody else. */
export function verdictInWords({ rep, verdict, code, numbers }: WhyNot): string {
  switch (verdict) {
    case 'chosen':
      return `${rep} was chosen.`;
    case 'excluded':
      return `${rep} was excluded: ${reason(code!, numbers ?? {})}.`;
    case 'compared':
      return `${rep} was compared with ${values(numbers)}; somebody else went first.`;
    case 'held':
      return 'Nobody was asked: the lead was held.';
    case 'not-asked':
      return `${rep} was not asked.`;
  }
}

function freed(leads: WhyNot['freedLater'], clock: Clock): string {
  if (leads.length === 0) return '';
  const first = leads[0]!.at;
  const many = leads.filter(({ at }) => clock(at) === clock(first)).length;
  return `; ${many === 1 ? 'one earlier one was' : `${many} earlier ones were`} released at ${clock(first)}`;
}

/** `at capacity 30/30`; numbers that are not in the sentence stand behind it. */
function reason(code: string, numbers: Readonly<Record<string, unknown>>): string {
  switch (code) {
    case 'at-holding-cap':
      return `at capacity ${String(numbers['held'])}/${String(numbers['cap'])}`;
    case 'at-intake-cap':
      return `had taken ${String(numbers['taken'])}/${String(numbers['cap'])} that day`;
    default:
      return [code.replaceAll('-', ' '), values(numbers)].filter((part) => part !== '').join(', ');
  }
}

const values = (numbers: Readonly<Record<string, unknown>> | null): string =>
  Object.entries(numbers ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

const nameOf = (holder: { readonly kind: string; readonly id?: string }): string =>
  holder.kind === 'unknown' ? 'nobody known' : holder.kind === 'person' ? holder.id! : `${holder.kind} ${holder.id!}`;
