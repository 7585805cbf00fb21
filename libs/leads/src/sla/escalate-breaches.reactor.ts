import { type AlertRecipient } from '#libs/contracts';
import { type RaisesAlerts } from '#libs/governance';
import { type Reactions } from '#libs/jobs';
import { type PolicyBook } from '../clocks/policy-book.js';
import { type Escalatee, type SlaSpec } from './sla-spec.js';

const DATA_OWNER: AlertRecipient = { role: 'data-owner', team: null };

/** Tells of each breach those whom the policy names, in its order; after them who answers for the data. */
export const escalateBreaches = (alerts: RaisesAlerts, policies: PolicyBook<SlaSpec>): Reactions => ({
  'lead.sla-breached': async ({ stream, data: { slaId, clock, dueAt, holder, team }, metadata }) => {
    const { policy } = metadata;
    const spec = policy ? await policies.specOf(policy.name, policy.version, Date.parse(metadata.knownAt)) : null;
    const rule = spec?.clocks.find(({ name }) => name === clock);
    const named = (rule?.escalation ?? []).flatMap((one) => recipientOf(one, holder, team));
    const line = named.some((one) => 'role' in one && one.role === 'data-owner') ? named : [...named, DATA_OWNER];
    const [to = DATA_OWNER, ...chain] = line;
    const leadId = stream.slice('lead-'.length);
    await alerts.raiseAlert({
      key: `sla-breached ${slaId}`,
      kind: 'sla-breached',
      to,
      chain,
      subject: `${clock} was due at ${dueAt}`,
      text: `Lead ${leadId} is with ${holder.kind === 'unknown' ? 'nobody known' : `${holder.kind} ${holder.id}`}; nobody has answered in the time that ${policy?.name ?? 'the policy'} gives.`,
      leadId,
      ...(rule && { acknowledgeWithinMs: rule.acknowledgeWithinMs }),
    });
  },
});

function recipientOf(one: Escalatee, holder: { readonly kind: string; readonly id?: string }, team: string | null): AlertRecipient[] {
  if ('owner' in one) return holder.kind === 'person' && holder.id !== undefined ? [{ person: holder.id }] : [];
  if ('role' in one && one.role === 'team-manager') return [{ ...one, team }];
  return [one];
}
