import { parseDefinition } from './parse-definition.js';
import { shippedDefinitions } from './shipped-definitions.js';

describe('shipped definitions', () => {
  it.each(shippedDefinitions().map((each) => [`${each.name}@${each.version}`, each.document]))('%s compiles', (_, document) => {
    expect(parseDefinition(document).problems).toEqual([]);
  });

  it('R0.11 R0.13 R0.14 R0.15 R0.16 R0.17 exist in at least two versions each, numbered without gaps', () => {
    const versions = new Map<string, number[]>();
    for (const { name, version } of shippedDefinitions()) versions.set(name, [...(versions.get(name) ?? []), version]);
    const asked = [
      'new_leads',
      'valid_leads',
      'followed_up_rate',
      'assignments',
      'hand_overs',
      'win_rate',
      'cycle_time',
      'channel_quality',
      'untouched_leads',
      'follow_up_efficiency',
      'stuck_leads',
      'speed_to_lead',
      'contact_rate',
      'recycle_yield',
      'override_rate',
      'cohort_conversion',
      'data_completeness',
      'data_completeness_trend',
      'days_without_contact',
      'sla_breaches',
      'pipeline_velocity',
      'new_people',
      'fairness_deviation',
      'recorded_late',
      'revision_stability',
    ];
    for (const name of asked) expect([name, (versions.get(name) ?? []).length >= 2]).toEqual([name, true]);
    for (const [name, numbers] of versions) expect([name, numbers]).toEqual([name, numbers.map((_, index) => index + 1)]);
  });
});
