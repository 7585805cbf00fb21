import { type Actor, type EventData, type LedgerEvent } from '#libs/contracts';
import { type CommandAnswer, eventToAppend, type EventLog, runCommand } from '#libs/event-store';
import { type SeenStreams } from '#libs/projections';
import { canonicalJson, type Clock, conflict, derivedId, notFound, ProblemError } from '#libs/platform';
import { alertFold, type AlertState, alertStream } from './alert-state.js';
import { nextRecipient } from './next-recipient.js';
import { type RaiseAlert, type RaisesAlerts } from './raise-alert.js';
import { type Recipients } from './recipients.port.js';

export interface AlertDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
  readonly recipients: Recipients;
  /** Of whoever follows the log anyway: saves reading each alert. */
  readonly seen?: SeenStreams | undefined;
  /** The person who is told when nobody else is left. */
  readonly lastResort: string;
}

type AlertEvent = Extract<LedgerEvent, { type: `alert.${string}` }>;
type Delivery = Extract<AlertEvent, { type: 'alert.delivered' | 'alert.delivery-failed' }>;

interface Acknowledgement {
  readonly commandId: string;
  readonly actor: Actor;
  readonly note?: string;
  /** Refused where this person was not told: who is bound to its own alerts takes on no others. */
  readonly only?: string;
}

/**
 * Commands on alerts. Each is idempotent; errors are those of the event log, and 404 `ALERT.NOT_FOUND`, 409 `ALERT.ACKNOWLEDGED`,
 * 403 `ALERT.NOT_TOLD`.
 */
export interface AlertCommands extends RaisesAlerts {
  acknowledge(alertId: string, envelope: Acknowledgement): Promise<CommandAnswer>;
  recordDelivery(alertId: string, delivery: Delivery): Promise<void>;
  /** Tells the next in line, unless it was acknowledged or is somebody else's turn by now. */
  escalate(
    alertId: string,
    from: { readonly step: number; readonly because: EventData<'alert.escalated'>['because']; readonly dueAt?: string },
  ): Promise<void>;
}

const FOUR_HOURS_MS = 4 * 3_600_000;
const TAKEN_FOR_NEW: SeenStreams = () => Promise.resolve([]);
const AUTOMATION: Actor = { kind: 'automation', id: 'alerts', assurance: 'local' };

export function createAlertCommands({ log, keyedHash, clock, recipients, lastResort, seen }: AlertDependencies): AlertCommands {
  const run = (
    alertId: string,
    said: { readonly commandId: string; readonly body: unknown; readonly actor: Actor; readonly occurredAt?: string },
    decide: (state: AlertState, now: Date) => Promise<readonly AlertEvent[]> | readonly AlertEvent[],
    before: SeenStreams | undefined = seen,
  ): Promise<CommandAnswer> => {
    const commandHash = keyedHash('command', canonicalJson(said.body));
    const stream = alertStream(alertId);
    return runCommand(log, {
      stream,
      fold: alertFold,
      seen: before,
      commandId: said.commandId,
      commandHash,
      decide: async ({ state, knownAt }) => {
        const now = clock.now();
        const present = now.toISOString();
        const events = await decide(state, now);
        return events.map((event, index) =>
          eventToAppend(stream, index, event, {
            actor: said.actor,
            commandId: said.commandId,
            commandHash,
            correlationId: said.commandId,
            causationId: said.commandId,
            occurredAt: { precision: 'instant', value: said.occurredAt ?? present },
            knownAt: knownAt !== null && knownAt > present ? knownAt : present,
          }),
        );
      },
    });
  };

  return {
    async raiseAlert(alert: RaiseAlert) {
      const alertId = derivedId('alert', alert.key);
      const line = [alert.to, ...(alert.chain ?? [{ role: 'data-owner' as const, team: null }])];
      const within = alert.acknowledgeWithinMs === undefined ? FOUR_HOURS_MS : alert.acknowledgeWithinMs;
      const said = { commandId: derivedId('raise-alert', alert.key), body: ['raise-alert', alert.key], actor: AUTOMATION };
      const answer = await run(
        alertId,
        { ...said, ...(alert.occurredAt && { occurredAt: alert.occurredAt }) },
        async (state, now) => {
          if (state.alertId !== null) return [];
          const first = (await nextRecipient(recipients, line, 0, [], lastResort))!;
          const data: EventData<'alert.raised'> = {
            alertId,
            key: alert.key,
            kind: alert.kind,
            subject: alert.subject,
            text: alert.text,
            leadId: alert.leadId ?? null,
            recipient: alert.to,
            to: first.person,
            chain: line.slice(first.step + 1),
            acknowledgeWithinMs: within,
            escalateAt: within === null ? null : after(now, within),
          };
          return [{ type: 'alert.raised', data }];
        },
        TAKEN_FOR_NEW,
      );
      const [raised] = answer.events;
      return { alertId, to: raised?.type === 'alert.raised' ? raised.data.to : '' };
    },

    acknowledge: (alertId, { commandId, actor, note, only }) =>
      run(alertId, { commandId, body: ['acknowledge', note ?? null], actor }, (state) => {
        if (state.alertId === null) throw notFound('ALERT.NOT_FOUND', `There is no alert ${alertId}`);
        if (only !== undefined && !state.told.includes(only))
          throw new ProblemError(403, [
            { code: 'ALERT.NOT_TOLD', message: `${only} was not told of this alert: those who were take it on` },
          ]);
        if (state.acknowledged)
          throw conflict('ALERT.ACKNOWLEDGED', `${state.acknowledged.by} acknowledged it at ${state.acknowledged.at}`, state.acknowledged);
        return [{ type: 'alert.acknowledged', data: { by: actor.id, note: note ?? null } }];
      }),

    async recordDelivery(alertId, delivery) {
      const { step, channel } = delivery.data;
      const commandId = derivedId('deliver-alert', alertId, step, channel);
      await run(alertId, { commandId, body: ['deliver', step, channel], actor: AUTOMATION }, () => [delivery]);
    },

    async escalate(alertId, { step, because, dueAt }) {
      const commandId = derivedId('escalate-alert', alertId, step);
      const said = { commandId, body: ['escalate', step], actor: AUTOMATION, ...(dueAt !== undefined && { occurredAt: dueAt }) };
      await run(alertId, said, async (state, now) => {
        if (state.alertId === null || state.acknowledged || state.exhausted || state.step !== step) return [];
        const next = await nextRecipient(recipients, state.chain, step, state.told, lastResort);
        if (!next) return [{ type: 'alert.exhausted', data: { because } }];
        const escalateAt = state.acknowledgeWithinMs === null ? null : after(now, state.acknowledgeWithinMs);
        const data = { step: next.step + 1, from: state.to, recipient: next.recipient, to: next.person, because, escalateAt };
        return [{ type: 'alert.escalated', data }];
      });
    },
  };
}

const after = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();
