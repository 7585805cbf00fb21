import { concurrently } from '#libs/platform';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { nobodyFound, type TellAlert } from './dispatch-alerts.js';
import { type Retries } from './retries.js';

/** Alerts that are raised at once. */
const AT_ONCE = 16;

/** Tells people what the decisions of these teams leave to be told; what cannot be told now is due again later. */
export async function tellAlerts(raiseAlert: TellAlert, retries: Retries, fold: DispatchFold, teams: ReadonlySet<string>): Promise<void> {
  const { alerts } = fold.work;
  retries.keep((key) => alerts.has(key));
  const due = [...alerts.values()].filter(({ key, team }) => teams.has(team) && retries.isDue(key));
  await concurrently(due, AT_ONCE, async (alert) => {
    try {
      await raiseAlert(nobodyFound(fold, alert));
      alerts.delete(alert.key);
    } catch (error) {
      retries.failed(alert.key, error);
    }
  });
}
