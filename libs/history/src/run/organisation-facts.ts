import { type HistoricalAction, type HistoricalOrganisationFact } from '#libs/dispatch';
import { canonicalJson } from '#libs/platform';
import { type Cell } from '../column/column.js';
import { organisationFields } from '../mapping/action-fields.js';
import { type IdentityKind, type Mapping, type OrganisationSection } from '../mapping/mapping.js';
import { buildFields } from './build-fields.js';
import { isMalformedId, malformedId, timeOf } from './evaluate-value.js';
import { RowFault } from './row-fault.js';
import { factsOf, type RowView } from './row-view.js';

type Told = { readonly fact: HistoricalOrganisationFact; readonly words: string };

/**
 * Gathers what an import says about people, teams and pools: as much as there are people, however many rows name them. What a file says of
 * its own accord (with a name, with attributes) goes before what follows from an id merely occurring.
 */
export class OrganisationFacts {
  private readonly told = new Map<string, Told>();
  private readonly seen = new Map<string, { readonly kind: 'person' | 'group'; readonly id: string }>();

  constructor(
    private readonly mapping: Mapping,
    private readonly identify: (id: string) => IdentityKind,
  ) {}

  /** What one row of a file says. Throws `RowFault` where it contradicts an earlier row. */
  addRow(section: OrganisationSection, cells: readonly Cell[], read: readonly string[]): void {
    const facts = factsOf(section.shape, cells, read);
    const row: RowView = { shape: section.shape, cells, facts, context: { row: facts, previous: {}, first: false, last: false } };
    if (section.when && section.when.evaluate(row.context) !== true) return;
    const fields = buildFields(organisationFields[section.do], section.fields, { row, clock: section.clock, identify: this.identify });
    const occurredAt = section.occurredAt && timeOf(section.occurredAt, row, section.clock);
    const action = { do: section.do, ...fields, ...named(section.do, fields) } as unknown as HistoricalAction;
    this.add({ occurredAt: occurredAt ?? { precision: 'unknown', value: null }, action });
  }

  /** An id that occurs in a column of people or groups: it exists, whatever else is said about it. */
  addId(kind: IdentityKind, id: string, column: string): void {
    if (this.seen.has(`${kind} ${id}`)) return;
    if (isMalformedId(id)) throw new RowFault(column, 'ID_INVALID', malformedId);
    const real = this.identify(id);
    if (kind !== 'system' && real !== 'system') this.seen.set(`${kind} ${id}`, { kind, id });
  }

  /** Teams and pools first, then people, then who belongs where; each in the order in which it was told. */
  all(): HistoricalOrganisationFact[] {
    const facts = [...this.told.values()].map(({ fact }) => fact);
    for (const { kind, id } of this.seen.values()) {
      const action: HistoricalAction = kind === 'group' ? { do: 'create-team', team: id, name: id } : { do: 'join-rep', rep: id, name: id };
      if (!this.told.has(keyOf(action))) facts.push({ occurredAt: { precision: 'unknown', value: null }, action });
    }
    return facts
      .map((fact, index) => ({ fact, index }))
      .sort((a, b) => rank[a.fact.action.do] - rank[b.fact.action.do] || a.index - b.index)
      .map(({ fact }) => fact);
  }

  private add(fact: HistoricalOrganisationFact): void {
    const key =
      fact.action.do === 'create-team' || fact.action.do === 'create-pool' || fact.action.do === 'join-rep'
        ? keyOf(fact.action)
        : canonicalJson(fact);
    const words = canonicalJson(fact);
    const earlier = this.told.get(key);
    if (earlier && earlier.words !== words)
      throw new RowFault(
        key,
        'ORGANISATION_CONTRADICTED',
        `An earlier row of the import says something else about ${key}; the first one stands`,
      );
    if (!earlier) this.told.set(key, { fact, words });
  }
}

const rank = { 'create-team': 0, 'create-pool': 1, 'join-rep': 2, 'join-team': 3, 'leave-team': 3, 'deactivate-rep': 4 } as const;

function keyOf(action: HistoricalAction): string {
  if (action.do === 'create-team') return `team ${action.team}`;
  return action.do === 'create-pool' ? `pool ${action.pool}` : `rep ${action.rep}`;
}

/** A name that the file does not give is the id. */
const named = (action: HistoricalAction['do'], fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  if (fields.name !== undefined) return {};
  if (action === 'create-team') return { name: fields.team };
  if (action === 'create-pool') return { name: fields.pool };
  return action === 'join-rep' ? { name: fields.rep } : {};
};
