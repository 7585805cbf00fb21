import { type RaisesAlerts } from '#libs/governance';
import { type ReactionRunnerOptions, type TimerTickOptions } from '#libs/jobs';
import { type Logger } from '#libs/platform';

export type OnTrouble = NonNullable<ReactionRunnerOptions['onTrouble']>;

/** After so many tries in a row it is somebody's business: a minute or so. */
const FAILURES = 8;

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A reaction or a timer that does not get on is told to the person who answers for the data; it is tried again all the while. */
export function sayTrouble(alerts: RaisesAlerts, logger: Logger) {
  const raise = (key: string, subject: string, error: unknown): void => {
    alerts
      .raiseAlert({ key, kind: 'automation-stuck', to: { role: 'data-owner', team: null }, subject, text: said(error) })
      .catch((failure: unknown) => logger.error({ err: failure, key }, 'An alert could not be raised'));
  };
  const onReactionTrouble: OnTrouble = ({ name, error, failures }) => {
    if (failures === FAILURES)
      raise(`reaction ${name} ${new Date().toISOString().slice(0, 10)}`, `The reaction ${name} stands still`, error);
  };
  const onTimerTrouble: NonNullable<TimerTickOptions['onTrouble']> = ({ timer, error }) =>
    raise(`timer ${timer.timer} ${timer.dueAt}`, `${timer.kind} of ${timer.subject} cannot be done`, error);
  return { onReactionTrouble, onTimerTrouble };
}
