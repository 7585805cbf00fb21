import { decideSight, type SightDecision, type VisibilityReader } from '#libs/access';
import { type Holder } from '#libs/contracts';
import { coveredBy, isFor, type OrganisationReader, type PoolFacts } from '#libs/dispatch';
import { readSql } from '#libs/platform';
import { type Pool } from 'pg';

export interface SightDependencies {
  readonly organisation: OrganisationReader;
  readonly visibility: VisibilityReader;
}

interface SeenRow {
  lead: string;
  holder_kind: Holder['kind'];
  holder_id: string | null;
  teams: string[];
  granted: string[];
}

/**
 * What a rep may see of leads now, whatever moment is asked about: rights are those of the present. Settings, modes and teams are read from
 * the log, who has a lead from the ownership table. Leads that the table does not know are missing from the answer.
 */
export async function leadSights(
  { organisation, visibility }: SightDependencies,
  pool: Pool,
  rep: string | null,
  leads: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, SightDecision>> {
  if (leads.length === 0) return new Map();
  const [{ rows }, facts, covered] = await Promise.all([
    pool.query<SeenRow>({
      name: 'seen-leads',
      text: readSql(import.meta.url, './seen-leads.sql'),
      values: [[...new Set(leads)].map((lead) => `lead-${lead}`), now.toISOString()],
    }),
    rep === null ? null : organisation.rep(rep),
    rep === null ? [] : coveredBy(pool, rep, now.getTime(), { position: null, knownAt: null }),
  ]);
  const at = now.getTime();
  const { teams, roles } = facts?.groupsAt(at) ?? { teams: [], roles: [] };
  const [modes, pools] = await Promise.all([
    visibility.modesAt(
      at,
      rows.flatMap((row) => row.teams),
    ),
    poolsOf(organisation, rows),
  ]);
  const asker = { rep, teams, roles: ['rep', ...roles] };
  return new Map(
    rows.map((row) => {
      const settings = row.holder_kind === 'pool' ? pools.get(row.holder_id ?? '')?.settings : undefined;
      const seen = {
        holder: holderOf(row),
        teams: row.teams,
        granted:
          rep !== null &&
          (row.granted.includes(rep) || (row.holder_kind === 'person' && covered.some(({ rep: owner }) => owner === row.holder_id))),
        pool: settings ? { mayBeSeen: isFor(settings.see, asker), maskedFields: settings.maskedFields } : null,
      };
      return [row.lead, decideSight(seen, { rep, teams }, modes)];
    }),
  );
}

const holderOf = ({ holder_kind: kind, holder_id: id }: SeenRow): Holder =>
  kind === 'unknown' || id === null ? { kind: 'unknown' } : { kind, id };

async function poolsOf(organisation: OrganisationReader, rows: readonly SeenRow[]): Promise<ReadonlyMap<string, PoolFacts>> {
  const ids = [...new Set(rows.flatMap(({ holder_kind, holder_id }) => (holder_kind === 'pool' && holder_id !== null ? [holder_id] : [])))];
  const found = await Promise.all(ids.map(async (id) => [id, await organisation.pool(id)] as const));
  return new Map(found.flatMap(([id, facts]) => (facts ? [[id, facts] as const] : [])));
}

/** A line of a list without the fields that are masked; it names them, so that nobody takes them for empty. */
export function maskedLine<T extends object>(line: T, { maskedFields }: SightDecision): T & { readonly masked?: readonly string[] } {
  const masked = maskedFields.filter((field) => field in line);
  return masked.length === 0 ? line : { ...line, ...Object.fromEntries(masked.map((field) => [field, null])), masked };
}
