import { documentViolations } from '#libs/expressions';
import { type CommandAnswer, runCommand } from '#libs/event-store';
import { canonicalJson, ProblemError, type Violation } from '#libs/platform';
import { eventsOf } from '../decided-events.js';
import { type OrganisationEnvelope } from '../organisation-action.js';
import { type OrganisationDependencies } from '../organisation-dependencies.js';
import { calendarFold } from '../people-reader.js';
import { presentOf } from '../present.js';
import { checkCalendar, type CheckedCalendar } from './check-calendar.js';
import { decidePublishCalendar } from './publish-calendar.decide.js';
import { type Feeds } from './write-out.js';

export interface PublishCalendar {
  /** YAML or JSON. */
  readonly document: string;
  /** The texts of the iCalendar files that it names. */
  readonly feeds: Feeds;
  readonly reason: string;
}

interface PublishedCalendar {
  readonly calendar: string;
  /** The last one; told what the last version says already, nothing is published and `answer` has no events. */
  readonly version: number;
  /** Exceptional days that are written out. */
  readonly days: number;
  readonly answer: CommandAnswer;
}

export interface CalendarCommands {
  /** Errors: 422 with every problem of the document and its place, `CALENDAR.REASON`; those of `runCommand`. */
  publish(command: PublishCalendar, envelope: OrganisationEnvelope): Promise<PublishedCalendar>;
  /** What `publish` would refuse; publishes nothing. */
  check(document: string, feeds: Feeds): Promise<CheckedCalendar>;
}

export function createCalendarCommands({ log, keyedHash, clock }: OrganisationDependencies): CalendarCommands {
  async function publish({ document, feeds, reason }: PublishCalendar, envelope: OrganisationEnvelope): Promise<PublishedCalendar> {
    const { planned, problems } = await checkCalendar(document, feeds);
    const violations: Violation[] = documentViolations(problems);
    if (reason.trim() === '') violations.push({ code: 'CALENDAR.REASON', message: 'Say why the calendar changes', path: 'reason' });
    const [first, ...others] = violations;
    if (!planned || first) throw new ProblemError(422, [first!, ...others]);
    const stream = `calendar-${planned.parsed.id}`;
    const commandHash = keyedHash('command', canonicalJson(['publish-calendar', document, feeds, reason]));
    let version = 0;
    const answer = await runCommand(log, {
      stream,
      fold: calendarFold,
      commandId: envelope.commandId,
      commandHash,
      ...(envelope.expectedRevision !== undefined && { expectedRevision: envelope.expectedRevision }),
      decide: ({ state, knownAt }) => {
        const now = presentOf(clock, knownAt);
        const data = decidePublishCalendar(state, planned, reason.trim(), now);
        const occurredAt = { precision: 'instant' as const, value: new Date(now).toISOString() };
        version = data?.version ?? state.versions.length;
        const events = data ? [{ type: 'calendar.published' as const, data }] : [];
        return eventsOf(stream, { kind: 'events', events, findings: [] }, knownAt, { ...envelope, commandHash, occurredAt, now });
      },
    });
    const [event] = answer.events;
    if (event?.type === 'calendar.published') version = event.data.version;
    return { calendar: planned.parsed.id, version, days: planned.writtenOut.exceptions.length, answer };
  }

  return { publish, check: checkCalendar };
}
