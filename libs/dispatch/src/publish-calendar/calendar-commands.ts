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

export interface CalendarCommands {
  /** Errors: 422 with every problem of the document and its place, `CALENDAR.REASON`; those of `runCommand`. */
  publish(command: PublishCalendar, envelope: OrganisationEnvelope): Promise<CommandAnswer>;
  /** What `publish` would refuse; publishes nothing. */
  check(document: string, feeds: Feeds): Promise<CheckedCalendar>;
}

export function createCalendarCommands({ log, keyedHash, clock }: OrganisationDependencies): CalendarCommands {
  async function publish({ document, feeds, reason }: PublishCalendar, envelope: OrganisationEnvelope): Promise<CommandAnswer> {
    const { planned, problems } = await checkCalendar(document, feeds);
    const violations: Violation[] = documentViolations(problems);
    if (reason.trim() === '') violations.push({ code: 'CALENDAR.REASON', message: 'Say why the calendar changes', path: 'reason' });
    const [first, ...others] = violations;
    if (!planned || first) throw new ProblemError(422, [first!, ...others]);
    const stream = `calendar-${planned.parsed.id}`;
    const commandHash = keyedHash('command', canonicalJson(['publish-calendar', document, feeds, reason]));
    return runCommand(log, {
      stream,
      fold: calendarFold,
      commandId: envelope.commandId,
      commandHash,
      ...(envelope.expectedRevision !== undefined && { expectedRevision: envelope.expectedRevision }),
      decide: ({ state, knownAt }) => {
        const now = presentOf(clock, knownAt);
        const data = decidePublishCalendar(state, planned, reason.trim(), now);
        const occurredAt = { precision: 'instant' as const, value: new Date(now).toISOString() };
        const events = data ? [{ type: 'calendar.published' as const, data }] : [];
        return eventsOf(stream, { kind: 'events', events, findings: [] }, knownAt, { ...envelope, commandHash, occurredAt, now });
      },
    });
  }

  return { publish, check: checkCalendar };
}
