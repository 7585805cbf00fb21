import { type YAMLMap } from 'yaml';
import { type EventType } from '#libs/contracts';
import { type DocumentReader } from '#libs/expressions';
import { type Violation } from '#libs/platform';
import { type PolicyAnswer } from './policy-state.js';

/** What every policy document begins with. */
export interface PolicyHead {
  readonly name: string;
  readonly kind: string;
  /** The person who answers for it. */
  readonly owner: string;
  /** Milliseconds since the epoch; null: from its activation on. */
  readonly effectiveFrom: number | null;
  /** `2026-09-01`. */
  readonly reviewBy: string | null;
}

/** A test case that the document brings along, and how it went. */
export interface PolicyTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What differed; null where it passed. */
  readonly difference: string | null;
}

/**
 * One kind of policy: what stands in its documents beside the head, and when a document may go live. Kinds are given to `createPolicyCommands`
 * where the apps are wired; that is the only list of them.
 */
export interface PolicyKind<Spec = unknown> {
  /** Letters, digits and `-`: the stream is `policy-<kind>-<name>`. */
  readonly kind: string;
  /** The type of the event by which it decides about a lead: so often it has fired. */
  readonly fires: EventType;
  /** Keys of the document beside those of the head. */
  readonly keys: readonly string[];
  /**
   * Reads them and notes every problem at its place. A question of the kind that has no answer is noted with `noteUnanswered`: it may be drafted so,
   * but not tried or activated. Null where the document gives no spec.
   */
  readonly read: (yaml: DocumentReader, root: YAMLMap, head: PolicyHead) => Spec | null;
  /** The answers that are stored with an activation. */
  readonly answers: (spec: Spec) => readonly PolicyAnswer[];
  /** What stands against going live in the world as it is: names that mean nobody, cases that can never be decided. Every one of them. */
  readonly ready: (spec: Spec, head: PolicyHead) => Promise<readonly Violation[]>;
  /** Runs the test cases of the document. */
  readonly test: (spec: Spec) => readonly PolicyTestResult[] | Promise<readonly PolicyTestResult[]>;
}

const UNANSWERED = 'UNANSWERED';

/** Notes a question that a document must answer before it goes live, such as `R2.1`. */
export function noteUnanswered(yaml: DocumentReader, question: string, asks: string, key: string): void {
  yaml.add(null, UNANSWERED, `${question} is not answered: ${asks} Say it under ${key}:`);
}

export const isUnanswered = ({ code }: { readonly code: string }): boolean => code === `POLICY.${UNANSWERED}`;
