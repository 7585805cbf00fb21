import { calendarAt, type CalendarAnswer, type CalendarLine, calendarsKnown, dueAfter, workingTimeBetween } from '#libs/dispatch';
import { type ClockQuery, type ReadContext } from '#libs/leads';
import { knownBy } from '../reads/known-by.js';
import { Question } from '../reads/question.js';

export class AllCalendars extends Question<readonly CalendarLine[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly CalendarLine[]> {
    const known = await knownBy(context, this.clocks);
    return calendarsKnown(context.pool, known.atMs, known);
  }
}

/** The version in force at an instant. */
export class CalendarAt extends Question<CalendarAnswer> {
  constructor(
    readonly calendar: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<CalendarAnswer> {
    const known = await knownBy(context, this.clocks);
    return calendarAt(context.pool, this.calendar, known.atMs, known);
  }
}

type WorkingTime = Awaited<ReturnType<typeof workingTimeBetween>>;
type Due = Awaited<ReturnType<typeof dueAfter>>;

export class WorkingTimeBetween extends Question<WorkingTime> {
  constructor(
    readonly calendar: string,
    readonly from: string,
    readonly to: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<WorkingTime> {
    const known = await knownBy(context, this.clocks);
    return workingTimeBetween(context.pool, this.calendar, Date.parse(this.from), Date.parse(this.to), known);
  }
}

export class DueAfter extends Question<Due> {
  constructor(
    readonly calendar: string,
    readonly from: string,
    readonly seconds: number,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<Due> {
    const known = await knownBy(context, this.clocks);
    return dueAfter(context.pool, this.calendar, Date.parse(this.from), this.seconds, known);
  }
}
