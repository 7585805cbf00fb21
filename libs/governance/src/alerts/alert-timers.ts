import { type TimerKind, type TimerSource } from '#libs/jobs';
import { type AlertCommands } from './alert-commands.js';
import { alertFold } from './alert-state.js';

const KIND = 'alert-unacknowledged';

/** An alert that nobody acknowledged in time goes to the next in line. */
export const alertTimers: TimerSource = {
  category: 'alert',
  timersOf: (_stream, events) => {
    const alert = events.reduce(alertFold.evolve, alertFold.initial);
    if (alert.alertId === null || alert.escalateAt === null) return [];
    const { alertId, step } = alert;
    return [{ timer: `alert ${alertId}`, kind: KIND, dueAt: alert.escalateAt, subject: alertId, detail: { step } }];
  },
};

export const alertTimerKind = (commands: Pick<AlertCommands, 'escalate'>): TimerKind => ({
  kind: KIND,
  fire: async ({ subject, dueAt, detail }) => {
    await commands.escalate(subject, { step: Number(detail['step']), because: 'unacknowledged', dueAt });
    return { kind: 'fired' };
  },
});
