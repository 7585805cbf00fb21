import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { nobodyFound, type TellAlert } from './dispatch-alerts.js';
import { type Retries } from './retries.js';

/** Tells people what the decisions of these teams leave to be told; what cannot be told now is due again later. */
export async function tellAlerts(raiseAlert: TellAlert, retries: Retries, fold: DispatchFold, teams: ReadonlySet<string>): Promise<void> {
  const { alerts } = fold.work;
  retries.keep((key) => alerts.has(key));
  for (const due of [...alerts.values()]) {
    const { key, team } = due;
    if (!teams.has(team) || !retries.isDue(key)) continue;
    try {
      await raiseAlert(nobodyFound(fold, due));
      alerts.delete(key);
    } catch (error) {
      retries.failed(key, error);
    }
  }
}
