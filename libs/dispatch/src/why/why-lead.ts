import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { decisionsAbout, type DecisionsAsOf } from './decisions-about.js';
import { whyInWords } from './in-words.js';
import { type PresentHolder, type WhyAnswer } from './why-answer.js';
import { whyNot } from './why-not.js';

export interface WhyAsked extends DecisionsAsOf {
  readonly leadId: string;
  readonly not: string | null;
  /** Null: it was not captured by then. */
  readonly present: PresentHolder | null;
  /** In which words give times. */
  readonly zone: string;
}

const LATER_MS = 86_400_000;

/** Why a lead is with whom it is, and why not with someone else. */
export async function whyLead(pool: Pool, asked: WhyAsked): Promise<WhyAnswer> {
  const { leadId, present, not, at, zone } = asked;
  const live = (await decisionsAbout(pool, leadId, asked)).filter(({ mode }) => mode === 'live');
  const decision = live.find(({ decisionId }) => decisionId === present?.decision) ?? live.at(-1) ?? null;
  const byDecision = decision !== null && present?.decision === decision.decisionId;
  const answer = { lead: leadId, at, present, decision, byDecision };
  const freed = decision && not !== null ? await freedBy(pool, not, decision.decidedAt.at, at) : [];
  const excluded = decision && not !== null ? whyNot(not, decision, freed) : null;
  return { ...answer, not: excluded, words: whyInWords({ ...answer, not: excluded }, zone) };
}

/** Leads that a rep had no more soon after a decision. */
async function freedBy(pool: Pool, rep: string, from: string, at: string) {
  const until = new Date(Math.min(Date.parse(at), Date.parse(from) + LATER_MS)).toISOString();
  const { rows } = await pool.query<{ lead: string; at: Date }>(readSql(import.meta.url, './freed-by.sql'), [rep, from, until]);
  return rows.map(({ lead, at: freedAt }) => ({ lead, at: freedAt.toISOString() }));
}
