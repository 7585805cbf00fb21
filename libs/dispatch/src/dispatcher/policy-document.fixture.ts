interface Said {
  readonly name?: string;
  readonly team?: string;
  readonly takes?: string;
  readonly bypasses?: string;
  readonly entries?: string;
  readonly unavailable?: string;
  readonly outsideHours?: string;
  readonly fairness?: string;
  readonly fallback?: string;
  readonly more?: string;
}

/** An assignment policy that answers the five questions; parts of it said otherwise, as YAML in one line. */
export const policyDocument = ({
  name = 'north',
  team = 'North',
  takes,
  bypasses = '[]',
  entries = '[{ name: everything, strategy: round-robin }]',
  unavailable = '{ sources: [absence, working-time], graceMinutes: 0, fallback: [], returns: false }',
  outsideHours = 'assign-now',
  fairness = '{ measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }',
  fallback = '{ to: { pool: intake }, alert: data-owner }',
  more = '',
}: Said = {}): string => `policy: ${name}
kind: assignment
owner: Mia
reviewBy: 2030-01-01
team: ${team}
from: { pools: [intake] }
${takes === undefined ? '' : `takes: ${takes}\n`}bypasses: ${bypasses}
entries: ${entries}
unavailable: ${unavailable}
outsideHours: ${outsideHours}
otherChannels: { whileAbsent: owner, notify: false }
fairness: ${fairness}
fallback: ${fallback}
${more}`;
