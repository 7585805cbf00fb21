import { figuresOf } from '../figures/figures-of.js';
import { managerQuestions } from '../team-health/manager-questions.js';
import { type DefinitionEvents } from './definition-store.js';
import { type DefinitionVersion, versionsOf } from './definition-version.js';

/** What a change of this version would be felt by. */
export interface Dependents {
  /** Versions of other definitions that stand on it. */
  readonly definitions: readonly { readonly name: string; readonly version: number; readonly state: string }[];
  /** Questions of team health that ask for the version of this name in force. */
  readonly teamHealth: readonly string[];
  /** Figures on record that were computed by it. */
  readonly figures: readonly {
    readonly figureId: string;
    readonly from: string;
    readonly to: string;
    readonly total: number | null;
    readonly publishedAt: string;
  }[];
}

export async function dependentsOf(events: DefinitionEvents, { name, version }: DefinitionVersion): Promise<Dependents> {
  const others = (await events.names()).filter((other) => other !== name);
  const all = (await Promise.all(others.map(async (other) => versionsOf(await events.of(other))))).flat();
  return {
    definitions: all
      .filter(({ uses }) => uses.some((used) => used.name === name && used.version === version))
      .map(({ name: by, version: number, state }) => ({ name: by, version: number, state })),
    teamHealth: managerQuestions.filter(({ definition }) => definition === name).map(({ question }) => question),
    figures: figuresOf(await events.of(name))
      .filter((figure) => figure.version === version)
      .map(({ figureId, published: { receipt, at } }) => ({
        figureId,
        from: receipt.request.from,
        to: receipt.request.to,
        total: receipt.total,
        publishedAt: at,
      })),
  };
}
