import { type EventLog, foldStream } from '#libs/event-store';
import { type Modes } from './decide-sight.js';
import { modeAt, modesFold, type ModeVersions, organisationModeAt } from './visibility.evolve.js';

/** Which visibility holds: read from the streams at each question, so that an answer is never older than the log. */
export interface VisibilityReader {
  /** At an instant (milliseconds since the epoch), for leads of these teams. */
  modesAt(at: number, teams: readonly string[]): Promise<Modes>;
}

export const visibilityReader = (log: EventLog): VisibilityReader => ({
  async modesAt(at, teams) {
    const read = async (stream: string): Promise<ModeVersions> => (await foldStream(log, stream, modesFold)).state;
    const distinct = [...new Set(teams)];
    const [organisation, ...ofTeams] = await Promise.all([read('settings'), ...distinct.map((team) => read(`team-${team}`))]);
    const byTeam = new Map(distinct.map((team, index) => [team, modeAt(ofTeams[index]!, at)]));
    return { organisation: organisationModeAt(organisation, at), team: (team) => byTeam.get(team) ?? null };
  },
});
