import {
  type AbsenceLine,
  absencesOf,
  availabilityAt,
  onCallOf,
  type RepAvailability,
  type Roster,
  rosterAt,
  type ShiftLine,
} from '#libs/dispatch';
import { type ClockQuery, type ReadContext } from '#libs/leads';
import { knownBy } from '../reads/known-by.js';
import { Question } from '../reads/question.js';

/** What the answers say of the clocks they were given for. */
interface Clocks {
  readonly at: string;
  readonly knownAt: string | null;
  readonly position: string;
}

/** Whether a rep can be given work at an instant. */
export class AvailabilityOf extends Question<RepAvailability & Clocks> {
  constructor(
    readonly rep: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<RepAvailability & Clocks> {
    const known = await knownBy(context, this.clocks);
    return { ...(await availabilityAt(context.pool, this.rep, known.atMs, known)), ...clocksSaid(known) };
  }
}

/** Who is in a team at an instant, and who of them can be given work. */
export class RosterOf extends Question<Roster & Clocks> {
  constructor(
    readonly team: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<Roster & Clocks> {
    const known = await knownBy(context, this.clocks);
    return { ...(await rosterAt(context.pool, this.team, known.atMs, known)), ...clocksSaid(known) };
  }
}

export class AbsencesOf extends Question<readonly AbsenceLine[]> {
  constructor(
    readonly rep: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly AbsenceLine[]> {
    return absencesOf(context.pool, this.rep, await knownBy(context, this.clocks));
  }
}

export class OnCallOf extends Question<readonly ShiftLine[]> {
  constructor(
    readonly rep: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly ShiftLine[]> {
    return onCallOf(context.pool, this.rep, await knownBy(context, this.clocks));
  }
}

const clocksSaid = ({ at, knownAt, position, head }: Awaited<ReturnType<typeof knownBy>>): Clocks => ({
  at,
  knownAt,
  position: String(position ?? head),
});
