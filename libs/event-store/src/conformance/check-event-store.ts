import { assertAnswers } from '../store-address.js';
import { appendPayloadChecks } from './append-payload.checks.js';
import { appendRetryChecks } from './append-retry.checks.js';
import { appendRevisionChecks } from './append-revision.checks.js';
import { type AppendPath, CheckRig, type ServerControl } from './check-rig.js';
import { type ConformanceCheck, SkippedCheck } from './conformance-check.js';
import { connectionChecks } from './connection.checks.js';
import { deleteChecks } from './delete.checks.js';
import { readChecks } from './read.checks.js';
import { subscriptionChecks } from './subscription.checks.js';
import { subscriptionEndChecks } from './subscription-end.checks.js';
import { subscriptionFilterChecks } from './subscription-filter.checks.js';

/** The answer to one item of the checklist. `ok` is false where the server did something else; a skipped item is ok and says why in `seen`. */
export interface CheckedItem {
  readonly item: string;
  readonly ok: boolean;
  readonly seen: string;
}

/** An item on one way of appending, ready to be run against any server. */
export interface RunnableCheck {
  readonly item: string;
  /** Mostly waits: may run beside others. */
  readonly waits: boolean;
  run(url: string, control?: ServerControl): Promise<CheckedItem>;
}

/**
 * The conformance checklist of the EventStoreDB protocol, as the official client sees it. Each item uses streams of its own, so it may run
 * against a server that is in use; the whole list takes about a minute and writes some 30,000 small events.
 */
export const conformanceChecks: readonly RunnableCheck[] = [
  ...connectionChecks,
  ...appendRevisionChecks,
  ...appendRetryChecks,
  ...appendPayloadChecks,
  ...readChecks,
  ...deleteChecks,
  ...subscriptionChecks,
  ...subscriptionFilterChecks,
  ...subscriptionEndChecks,
]
  .sort((one, other) => parseInt(one.item) - parseInt(other.item))
  .flatMap((check) =>
    pathsOf(check).map((path) => ({
      item: check.onBothPaths ? `${check.item} (${path} path)` : check.item,
      waits: check.waits === true,
      run: (url: string, control?: ServerControl) => runCheck(check, path, url, control ?? null),
    })),
  );

function pathsOf({ onBothPaths, waits }: ConformanceCheck): readonly AppendPath[] {
  return onBothPaths ? ['batch', 'append'] : [waits ? 'append' : 'batch'];
}

async function runCheck(check: ConformanceCheck, path: AppendPath, url: string, control: ServerControl | null): Promise<CheckedItem> {
  const item = check.onBothPaths ? `${check.item} (${path} path)` : check.item;
  const rig = new CheckRig(url, path, control);
  try {
    return { item, ok: true, seen: await check.run(rig) };
  } catch (error) {
    if (error instanceof SkippedCheck) return { item, ok: true, seen: `skipped: ${error.message}` };
    return { item, ok: false, seen: error instanceof Error ? error.message : String(error) };
  } finally {
    await rig.close();
  }
}

/**
 * Runs the whole list, one item after the other; those that mostly wait, beside the others. Throws where no server answers, before the list or in its
 * middle (`assertAnswers`), and never for what a server that answers does.
 */
export async function checkEventStore(url: string, onItem: (item: CheckedItem) => void | Promise<void>): Promise<void> {
  await assertAnswers(url);
  const started = new Map(conformanceChecks.filter(({ waits }) => waits).map((check) => [check, check.run(url)]));
  for (const check of conformanceChecks) {
    const item = await (started.get(check) ?? check.run(url));
    if (!item.ok) await assertAnswers(url);
    await onItem(item);
  }
}
