import { type FastifyReply } from 'fastify';
import { type Principal, type SightDecision } from '#libs/access';
import { type WhyAnswer, whyNotAlone } from '#libs/dispatch';
import { maskedLine } from '#libs/leads';
import { ProblemError } from '#libs/platform';
import { repOf } from '../leads/envelope.js';

export const SIGHTS = Symbol('sights');

/** What the caller may see of these leads; null: all of all, because only reps are bound by visibility. */
export type Sights = (principal: Principal, leads: readonly string[]) => Promise<ReadonlyMap<string, SightDecision> | null>;

/** The lines a caller may see, masked where they are; how many were left out stands in the header `x-hidden`. */
export async function seenLines<T extends { readonly lead: string }>(
  sights: Sights,
  principal: Principal,
  lines: readonly T[],
  reply: FastifyReply,
): Promise<readonly T[]> {
  const decisions = await sights(
    principal,
    lines.map(({ lead }) => lead),
  );
  if (!decisions) return lines;
  const seen = lines.flatMap((line) => {
    const decision = decisions.get(line.lead);
    return !decision || decision.sight === 'hidden' ? [] : [maskedLine(line, decision)];
  });
  void reply.header('x-hidden', String(lines.length - seen.length));
  return seen;
}

/** One lead, or those of a person: without hidden ones, where none is left with the reason. */
export async function seenLead<T extends { readonly lead: string }>(
  sights: Sights,
  principal: Principal,
  found: T | readonly T[],
): Promise<T | readonly T[]> {
  const all = Array.isArray(found) ? (found as readonly T[]) : [found as T];
  const decisions = await sights(
    principal,
    all.map(({ lead }) => lead),
  );
  if (!decisions) return found;
  const seen = all.flatMap((each) => {
    const decision = decisions.get(each.lead);
    return !decision || decision.sight === 'hidden' ? [] : [maskedLine(each, decision)];
  });
  const [first] = seen;
  if (first) return Array.isArray(found) ? seen : first;
  const refusal = [...decisions.values()][0];
  throw hidden(refusal);
}

/** The events of leads that the caller may see in full: a history tells everything. */
export async function seenHistory<T extends { readonly lead: string }>(
  sights: Sights,
  principal: Principal,
  lines: readonly T[],
): Promise<readonly T[]> {
  const decisions = await sights(principal, [...new Set(lines.map(({ lead }) => lead))]);
  if (!decisions) return lines;
  const seen = lines.filter(({ lead }) => isWhole(decisions.get(lead)));
  if (seen.length === 0) throw hidden([...decisions.values()][0]);
  return seen;
}

/** Decisions about a lead tell as much as its history. */
export async function seenDecisions<T extends { readonly leadId: string }>(
  sights: Sights,
  principal: Principal,
  lines: readonly T[],
): Promise<readonly (T & { readonly lead: string })[]> {
  const told = lines.map((line) => ({ ...line, lead: line.leadId }));
  return told.length === 0 ? told : seenHistory(sights, principal, told);
}

/** Why a lead is with whom it is. Of one that a rep may not see in full, it learns how it fared itself, where it asks for that. */
export async function seenWhy(
  sights: Sights,
  principal: Principal,
  found: WhyAnswer | readonly WhyAnswer[],
): Promise<WhyAnswer | readonly WhyAnswer[]> {
  const all = Array.isArray(found) ? (found as readonly WhyAnswer[]) : [found as WhyAnswer];
  const decisions = await sights(
    principal,
    all.map(({ lead }) => lead),
  );
  if (!decisions) return found;
  const seen = all.flatMap((answer) => {
    if (isWhole(decisions.get(answer.lead))) return [answer];
    return answer.not?.rep === repOf(principal) ? [whyNotAlone(answer)] : [];
  });
  const [first] = seen;
  if (!first) throw hidden([...decisions.values()][0]);
  return Array.isArray(found) ? seen : first;
}

/** A person with those of its leads that the caller may see; where there is none, the reason. */
export async function seenPerson<T extends { readonly leads: readonly { readonly lead: string }[] }>(
  sights: Sights,
  principal: Principal,
  person: T,
): Promise<T> {
  return { ...person, leads: await seenLead(sights, principal, person.leads) };
}

/** Alerts that the caller was told of stay, for they wait for an answer; of a lead that is hidden they say no more than their kind. */
export async function seenAlerts<T extends { readonly lead: string | null; readonly subject: string; readonly text: string }>(
  sights: Sights,
  principal: Principal,
  lines: readonly T[],
): Promise<readonly T[]> {
  const decisions = await sights(
    principal,
    lines.flatMap(({ lead }) => lead ?? []),
  );
  if (!decisions) return lines;
  const isHidden = ({ lead }: T): boolean => lead !== null && (decisions.get(lead)?.sight ?? 'hidden') === 'hidden';
  const masked = ['lead', 'subject', 'text'];
  return lines.map((line) => (isHidden(line) ? { ...line, lead: null, subject: '', text: '', masked } : line));
}

const isWhole = (decision: SightDecision | undefined): boolean =>
  decision !== undefined && decision.sight !== 'hidden' && !decision.maskedFields.includes('history');

/** Lines asked for together: one question to the ownership table for so many. */
const LINES_TOGETHER = 500;

/** A long list, without hidden leads. */
export async function* seenStream<T extends { readonly lead: string }>(
  sights: Sights,
  principal: Principal,
  lines: AsyncIterable<T>,
): AsyncGenerator<T> {
  if (principal.role !== 'rep') return yield* lines;
  let waiting: T[] = [];
  const through = async (): Promise<readonly T[]> => {
    const decisions = await sights(
      principal,
      waiting.map(({ lead }) => lead),
    );
    const seen = waiting.flatMap((line) => {
      const decision = decisions?.get(line.lead);
      return !decision || decision.sight === 'hidden' ? [] : [maskedLine(line, decision)];
    });
    waiting = [];
    return seen;
  };
  for await (const line of lines) {
    waiting.push(line);
    if (waiting.length >= LINES_TOGETHER) yield* await through();
  }
  yield* await through();
}

const hidden = (decision: SightDecision | undefined): ProblemError =>
  new ProblemError(403, [
    {
      code: 'LEAD.HIDDEN',
      message: `You may not see this lead: ${decision?.because ?? 'it is with others'}. Ask for it with a reason: POST /v1/leads/{lead}/access-requests`,
      detail: { visibility: decision?.decidedBy ?? null },
    },
  ]);
