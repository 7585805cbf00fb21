import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type NoteRead, type Principal, type SightDecision } from '#libs/access';
import { type WhyAnswer, whyNotAlone } from '#libs/dispatch';
import { maskedLine } from '#libs/leads';
import { ProblemError } from '#libs/platform';
import { principalOf } from '../auth/principal.js';
import { repOf } from '../leads/envelope.js';

export const SIGHTS = Symbol('sights');

type Decisions = ReadonlyMap<string, SightDecision>;

/**
 * Whatever shows leads goes through here: what the caller may see of them, and that it has read them. A read is written down before it is answered,
 * refused ones too; where it cannot be written down it is not answered.
 */
export interface Sights {
  /** Null: all of all, because only reps are bound by visibility. */
  of(principal: Principal, leads: readonly string[]): Promise<Decisions | null>;
  readonly note: NoteRead;
}

interface Line {
  readonly lead: string;
}
/** Of something that may belong to no lead. */
interface LooseLine {
  readonly lead: string | null;
}

/** What a caller may say about why it reads: kept with the read. */
const PURPOSE_HEADER = 'x-purpose';
const MAX_PURPOSE = 256;

interface Kept {
  /** Leads that were left out. */
  readonly hidden?: number;
  readonly decisions?: Decisions | null;
  /** There is no answer but a refusal. */
  readonly refused?: boolean;
}

/** Writes down that these lines are answered, and how many leads were left out. An answer without leads is no read. */
async function note(
  { note: noted }: Sights,
  request: FastifyRequest,
  lines: readonly LooseLine[],
  { hidden = 0, decisions = null, refused = false }: Kept = {},
): Promise<void> {
  const leads = leadsOf(lines);
  if (leads.length === 0 && hidden === 0) return;
  const { actor, role } = principalOf(request);
  const purpose = request.headers[PURPOSE_HEADER];
  await noted({
    at: new Date().toISOString(),
    actor: actor.id,
    actorKind: actor.kind,
    role,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    purpose: typeof purpose === 'string' && purpose.trim() !== '' ? purpose.trim().slice(0, MAX_PURPOSE) : null,
    request: request.id,
    fields: Object.keys(lines[0] ?? {}).sort(),
    leads,
    masked: leads.filter((lead) => (decisions?.get(lead)?.maskedFields.length ?? 0) > 0),
    hidden,
    refused,
  });
}

/** Writes down what is answered of leads that were asked for one by one. Where nothing is left of them, that is a refusal, with its reason. */
async function noteOrRefuse(
  sights: Sights,
  request: FastifyRequest,
  seen: readonly Line[],
  { hidden, decisions }: { readonly hidden: number; readonly decisions: Decisions },
): Promise<void> {
  const refused = seen.length === 0;
  await note(sights, request, seen, { hidden, decisions, refused });
  if (refused) throw refusalOf([...decisions.values()][0]);
}

/** Of a list that shows the same to everybody who may ask for it. */
export async function notedLines<T extends LooseLine>(sights: Sights, request: FastifyRequest, lines: readonly T[]): Promise<readonly T[]> {
  await note(sights, request, lines);
  return lines;
}

/** The same of a long one. */
export async function* notedStream<T extends LooseLine>(
  sights: Sights,
  request: FastifyRequest,
  lines: AsyncIterable<T>,
): AsyncGenerator<T> {
  for await (const page of pagesOf(lines)) yield* await notedLines(sights, request, page);
}

/** The lines a caller may see, masked where they are; how many were left out stands in the header `x-hidden`. */
export async function seenLines<T extends Line>(
  sights: Sights,
  request: FastifyRequest,
  lines: readonly T[],
  reply: FastifyReply,
): Promise<readonly T[]> {
  const decisions = await decisionsFor(sights, request, lines);
  if (!decisions) return notedLines(sights, request, lines);
  const seen = lines.flatMap((line) => {
    const decision = decisions.get(line.lead);
    return !decision || decision.sight === 'hidden' ? [] : [maskedLine(line, decision)];
  });
  const hidden = lines.length - seen.length;
  void reply.header('x-hidden', String(hidden));
  await note(sights, request, seen, { hidden, decisions });
  return seen;
}

/** One lead, or those of a person: without hidden ones, where none is left with the reason. */
export async function seenLead<T extends Line>(
  sights: Sights,
  request: FastifyRequest,
  found: T | readonly T[],
): Promise<T | readonly T[]> {
  const all = Array.isArray(found) ? (found as readonly T[]) : [found as T];
  const decisions = await decisionsFor(sights, request, all);
  if (!decisions) {
    await note(sights, request, all);
    return found;
  }
  const seen = all.flatMap((each) => {
    const decision = decisions.get(each.lead);
    return !decision || decision.sight === 'hidden' ? [] : [maskedLine(each, decision)];
  });
  await noteOrRefuse(sights, request, seen, { hidden: all.length - seen.length, decisions });
  return Array.isArray(found) ? seen : seen[0]!;
}

/** The events of leads that the caller may see in full: a history tells everything. */
export async function seenHistory<T extends Line>(sights: Sights, request: FastifyRequest, lines: readonly T[]): Promise<readonly T[]> {
  const decisions = await decisionsFor(sights, request, lines);
  if (!decisions) return notedLines(sights, request, lines);
  const seen = lines.filter(({ lead }) => isWhole(decisions.get(lead)));
  await noteOrRefuse(sights, request, seen, { hidden: leadsOf(lines).length - leadsOf(seen).length, decisions });
  return seen;
}

/** Decisions about a lead tell as much as its history. */
export async function seenDecisions<T extends { readonly leadId: string }>(
  sights: Sights,
  request: FastifyRequest,
  lines: readonly T[],
): Promise<readonly (T & Line)[]> {
  const told = lines.map((line) => ({ ...line, lead: line.leadId }));
  return told.length === 0 ? told : seenHistory(sights, request, told);
}

/** Why a lead is with whom it is. Of one that a rep may not see in full, it learns how it fared itself, where it asks for that. */
export async function seenWhy(
  sights: Sights,
  request: FastifyRequest,
  found: WhyAnswer | readonly WhyAnswer[],
): Promise<WhyAnswer | readonly WhyAnswer[]> {
  const all = Array.isArray(found) ? (found as readonly WhyAnswer[]) : [found as WhyAnswer];
  const decisions = await decisionsFor(sights, request, all);
  if (!decisions) {
    await note(sights, request, all);
    return found;
  }
  const seen = all.flatMap((answer) => {
    if (isWhole(decisions.get(answer.lead))) return [answer];
    return answer.not?.rep === repOf(principalOf(request)) ? [whyNotAlone(answer)] : [];
  });
  await noteOrRefuse(sights, request, seen, { hidden: all.length - seen.length, decisions });
  return Array.isArray(found) ? seen : seen[0]!;
}

/** A person with those of its leads that the caller may see; where there is none, the reason. */
export async function seenPerson<T extends { readonly leads: readonly Line[] }>(
  sights: Sights,
  request: FastifyRequest,
  person: T,
): Promise<T> {
  return { ...person, leads: await seenLead(sights, request, person.leads) };
}

/** Alerts that the caller was told of stay, for they wait for an answer; of a lead that is hidden they say no more than their kind. */
export async function seenAlerts<T extends LooseLine & { readonly subject: string; readonly text: string }>(
  sights: Sights,
  request: FastifyRequest,
  lines: readonly T[],
): Promise<readonly T[]> {
  const decisions = await decisionsFor(sights, request, lines);
  if (!decisions) return notedLines(sights, request, lines);
  const isHidden = ({ lead }: T): boolean => lead !== null && (decisions.get(lead)?.sight ?? 'hidden') === 'hidden';
  const masked = ['lead', 'subject', 'text'];
  const seen = lines.map((line) => (isHidden(line) ? { ...line, lead: null, subject: '', text: '', masked } : line));
  await note(sights, request, seen, { hidden: lines.filter(isHidden).length, decisions });
  return seen;
}

const leadsOf = (lines: readonly LooseLine[]): readonly string[] => [...new Set(lines.flatMap(({ lead }) => lead ?? []))];

const decisionsFor = (sights: Sights, request: FastifyRequest, lines: readonly LooseLine[]): Promise<Decisions | null> =>
  sights.of(principalOf(request), leadsOf(lines));

const isWhole = (decision: SightDecision | undefined): boolean =>
  decision !== undefined && decision.sight !== 'hidden' && !decision.maskedFields.includes('history');

/** Lines asked for, and written down, together: of a long list one question and one record for so many. */
const LINES_TOGETHER = 500;

/** A long list, without hidden leads. */
export async function* seenStream<T extends Line>(sights: Sights, request: FastifyRequest, lines: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const page of pagesOf(lines)) {
    const decisions = await decisionsFor(sights, request, page);
    if (!decisions) {
      yield* await notedLines(sights, request, page);
      continue;
    }
    const seen = page.flatMap((line) => {
      const decision = decisions.get(line.lead);
      return !decision || decision.sight === 'hidden' ? [] : [maskedLine(line, decision)];
    });
    await note(sights, request, seen, { hidden: page.length - seen.length, decisions });
    yield* seen;
  }
}

async function* pagesOf<T>(lines: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let page: T[] = [];
  for await (const line of lines) {
    page.push(line);
    if (page.length < LINES_TOGETHER) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const refusalOf = (decision: SightDecision | undefined): ProblemError =>
  new ProblemError(403, [
    {
      code: 'LEAD.HIDDEN',
      message: `You may not see this lead: ${decision?.because ?? 'it is with others'}. Ask for it with a reason: POST /v1/leads/{lead}/access-requests`,
      detail: { visibility: decision?.decidedBy ?? null },
    },
  ]);
