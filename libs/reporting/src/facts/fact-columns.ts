/** How a column is stored, in the words of DuckDB and Parquet. Instants are UTC without zone, microseconds; money is exact. */
export type ColumnType = 'BIGINT' | 'INTEGER' | 'VARCHAR' | 'TIMESTAMP' | 'DATE' | 'BOOLEAN' | 'DECIMAL(21,6)' | 'DECIMAL(38,12)';

/** Raised when the meaning or the list of columns changes: parts of another version are built again from the log. */
export const FACTS_VERSION = 6;

/**
 * One wide row per event, without personal data (contact points appear as opaque ids and counts). The order is part of the content hash.
 * `attributes` is JSON text, so that a definition made years later can use any clear fact that was recorded.
 */
export const factColumns = {
  position: 'BIGINT',
  event_id: 'VARCHAR',
  type: 'VARCHAR',
  category: 'VARCHAR',
  stream: 'VARCHAR',
  /** The id in the stream's name: of the lead, rep, team … */
  subject: 'VARCHAR',
  revision: 'BIGINT',
  known_at: 'TIMESTAMP',
  /** Where the event begins on the effective clock; null where its time is unknown. */
  start_at: 'TIMESTAMP',
  /** The date, where only the date is known. */
  day: 'DATE',
  zone: 'VARCHAR',
  time_precision: 'VARCHAR',
  actor_kind: 'VARCHAR',
  actor: 'VARCHAR',
  assurance: 'VARCHAR',
  policy: 'VARCHAR',
  policy_version: 'INTEGER',
  decision_id: 'VARCHAR',
  import_id: 'VARCHAR',
  source_known_at: 'TIMESTAMP',
  /** JSON list of the codes of rules that were not met. */
  findings: 'VARCHAR',
  person: 'VARCHAR',
  inquiry: 'VARCHAR',
  source: 'VARCHAR',
  channel: 'VARCHAR',
  medium: 'VARCHAR',
  campaign: 'VARCHAR',
  external_source: 'VARCHAR',
  external_id: 'VARCHAR',
  /** Opaque id of the first phone, of the first e-mail. */
  phone: 'VARCHAR',
  email: 'VARCHAR',
  country: 'VARCHAR',
  contact_points: 'INTEGER',
  valid_contact_points: 'INTEGER',
  payload_hash: 'VARCHAR',
  attributes: 'VARCHAR',
  holder_kind: 'VARCHAR',
  holder: 'VARCHAR',
  /** The holder where it is a person. */
  owner: 'VARCHAR',
  team: 'VARCHAR',
  previous_kind: 'VARCHAR',
  previous_holder: 'VARCHAR',
  until_at: 'TIMESTAMP',
  reason: 'VARCHAR',
  follow_up: 'VARCHAR',
  follow_up_type: 'VARCHAR',
  direction: 'VARCHAR',
  outcome: 'VARCHAR',
  automatic: 'BOOLEAN',
  by_rep: 'VARCHAR',
  action: 'VARCHAR',
  due_at: 'TIMESTAMP',
  stage: 'VARCHAR',
  process: 'VARCHAR',
  previous_stage: 'VARCHAR',
  amount: 'DECIMAL(21,6)',
  currency: 'VARCHAR',
  disposition: 'VARCHAR',
  /** Of a rep, team or pool: staff act under their names, they are not the personal data of leads. */
  name: 'VARCHAR',
  /** The lead that an event on another stream speaks of. */
  lead: 'VARCHAR',
  mode: 'VARCHAR',
  rule_kind: 'VARCHAR',
  rule: 'VARCHAR',
  strategy: 'VARCHAR',
  /** The step of a fallback chain that took the lead. */
  fallback: 'VARCHAR',
  candidates: 'INTEGER',
  because: 'VARCHAR',
  /** Who could have had the lead: a JSON list of ids. */
  compared: 'VARCHAR',
  /** To whose account a decision was posted. */
  counted_for: 'VARCHAR',
  /** What the lead of a decision was worth by the policy. */
  expected_value: 'DECIMAL(38,12)',
  sla: 'VARCHAR',
  clock: 'VARCHAR',
  /** The instant that an event of a service clock speaks of: from when it counts, when it was paused, resumed or met. */
  clock_at: 'TIMESTAMP',
  stops: 'VARCHAR',
  target_ms: 'BIGINT',
  elapsed_ms: 'BIGINT',
  late: 'BOOLEAN',
  /** Who had the lead before, since the clock began: ids in their order, with commas. */
  earlier_owners: 'VARCHAR',
  calendar: 'VARCHAR',
  /** Of the document that an event publishes or names. */
  version: 'INTEGER',
  /** What a versioned document says, as JSON, where reports compute with it. */
  document: 'VARCHAR',
  /** The published figure that an event speaks of. */
  figure: 'VARCHAR',
  /** What a figure stands at from here on: of the whole report. */
  figure_value: 'DECIMAL(38,12)',
} as const satisfies Readonly<Record<string, ColumnType>>;

export type FactColumn = keyof typeof factColumns;
export const factColumnNames = Object.keys(factColumns) as readonly FactColumn[];

/** Instants in milliseconds, dates as `2026-03-03`, decimals as text with all the digits of their type after the point. */
export type FactCell = string | number | boolean | null;
export type EventFacts = Readonly<Record<FactColumn, FactCell>>;
