import { type Holder } from '#libs/contracts';
import { type OrganisationReader } from '#libs/dispatch';
import { type Enforcement, type OrganisationView } from '../decision.js';
import { type LeadAction } from '../lead-action.js';
import { type HistoricalCase } from './historical-case.js';
import { holdersOf, organisationView } from '../organisation-view.js';

/**
 * History may name anyone; only the teams that it leaves open are asked for: each rep and pool once for all cases. Where rules are enforced
 * everyone who is named is asked for.
 */
export function organisationOfHistory(
  reader: OrganisationReader,
  cases: readonly HistoricalCase[],
  enforcement: Enforcement,
): Promise<OrganisationView> {
  const asked = new Map<string, Holder>();
  for (const { facts } of cases)
    for (const { action } of facts)
      for (const holder of enforcement === 'block' || teamIsOpen(action) ? holdersOf(action) : [])
        if (holder.kind === 'person' || holder.kind === 'pool' || (enforcement === 'block' && holder.kind === 'team'))
          asked.set(`${holder.kind} ${holder.id}`, holder);
  return organisationView(reader, [...asked.values()]);
}

const teamIsOpen = (action: LeadAction): boolean => !('team' in action) || action.team === undefined;
