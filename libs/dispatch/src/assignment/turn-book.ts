import { type AssignmentDecision } from '#libs/contracts';
import { addFractions, type Fraction, ZERO } from '#libs/platform';
import { accountOf, type Turns } from './dispatch-state.js';
import { fractionOf, fractionText, turnsOf } from './fraction.js';

type Account = Map<string, Turns>;

const NEW: Turns = { pointer: ZERO, lastTurn: 0, lastAt: null, away: false };
/** Reasons for which somebody is not there at all. Whoever is merely full, or at home for the night, catches up. */
const AWAY = new Set(['absent', 'left', 'inactive']);

/** The accounts of turns, one a policy: a fold of decisions and postings. */
export class TurnBook {
  private readonly accounts = new Map<string, Account>();
  private readonly counts = new Map<string, number>();

  of(account: string): ReadonlyMap<string, Turns> {
    return this.account(account);
  }

  /** A decision levels those it compared by their pointers, notes who was away, and gives its turn. */
  decided(decision: AssignmentDecision): void {
    const name = accountOf(decision.policy.name, decision.mode);
    const account = this.account(name);
    for (const { rep, excluded, compared } of decision.candidates) {
      const own = account.get(rep);
      const pointer = decision.comparison?.by === 'pointer' ? compared?.['pointer'] : undefined;
      if (typeof pointer === 'string') {
        if (!own || own.away || fractionText(own.pointer) !== pointer)
          account.set(rep, { ...(own ?? NEW), pointer: fractionOf(pointer), away: false });
      } else if (own && excluded && AWAY.has(excluded.code) && !own.away) account.set(rep, { ...own, away: true });
    }
    if (!decision.fairness) return;
    const { rep, turns, weight } = decision.fairness;
    const turn = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, turn);
    account.set(rep, { ...this.moved(account, rep, turnsOf(turns, weight)), lastTurn: turn, lastAt: decision.decidedAt.at });
  }

  /** Turns given outside a decision, or taken back (negative). */
  posted(account: string, rep: string, turns: number, weight: number): void {
    const found = this.account(account);
    found.set(rep, this.moved(found, rep, turnsOf(turns, weight)));
  }

  toJSON(): unknown {
    return [...this.accounts].map(([name, account]) => ({
      name,
      count: this.counts.get(name) ?? 0,
      turns: [...account].map(([rep, { pointer, ...own }]) => ({ rep, ...own, pointer: fractionText(pointer) })),
    }));
  }

  restore(saved: unknown): void {
    for (const { name, count, turns } of saved as {
      name: string;
      count: number;
      turns: (Omit<Turns, 'pointer'> & { rep: string; pointer: string })[];
    }[]) {
      this.counts.set(name, count);
      const account = this.account(name);
      for (const { rep, pointer, ...own } of turns) account.set(rep, { ...own, pointer: fractionOf(pointer) });
    }
  }

  private moved(account: Account, rep: string, by: Fraction): Turns {
    const own = account.get(rep) ?? NEW;
    return { ...own, pointer: addFractions(own.pointer, by) };
  }

  private account(name: string): Account {
    let account = this.accounts.get(name);
    if (!account) this.accounts.set(name, (account = new Map()));
    return account;
  }
}
