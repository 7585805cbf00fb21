import { type ApiClient } from '../client/api-client.js';
import { segment } from '../commands/as-known.js';
import { type HealthAnswer, healthInWords } from '../commands/health-in-words.js';

/** The manager's four questions about a team, each with definition version and position. */
export async function isItHealthy(api: ApiClient, team: string, from: string, to: string): Promise<string> {
  const health = await api.get<HealthAnswer>(`/v1/teams/${segment(team)}/health`, { from, to });
  return `Team ${team}, ${from} to ${to}\n\n${healthInWords(health)}`;
}
