import { type Actor, type OccurredAt } from '#libs/contracts';
import { type LeadAction } from '#libs/leads';
import { leadActionFields } from '../mapping/action-fields.js';
import { type EventRule, type IdentityKind } from '../mapping/mapping.js';
import { formFault } from '../told-action/form-fault.js';
import { buildFields, placeOf } from './build-fields.js';
import { idOf, knownAtOf, timeOf } from './evaluate-value.js';
import { RowFault } from './row-fault.js';
import { type RowView } from './row-view.js';

export interface RowFact {
  readonly occurredAt: OccurredAt;
  readonly knownAt: string | null;
  readonly actor?: Actor;
  readonly action: LeadAction;
}

/** What one row says happened, in the declared order. Throws `RowFault` where it says something that cannot be. */
export function applyRules(rules: readonly EventRule[], row: RowView, identify: (id: string) => IdentityKind): RowFact[] {
  const facts: RowFact[] = [];
  for (const rule of rules) {
    if (rule.when && rule.when.evaluate(row.context) !== true) continue;
    const occurredAt = rule.occurredAt && timeOf(rule.occurredAt, row, rule.clock);
    if (!occurredAt && rule.withoutTime === 'skip') continue;
    if (!occurredAt && rule.withoutTime === 'reject')
      throw new RowFault(
        rule.occurredAt?.field ?? rule.action,
        'TIME_MISSING',
        `\`${rule.action}\` has no time here; say \`withoutTime: unknown\` or \`skip\`, or guard it with \`when\``,
      );
    const fields = buildFields(leadActionFields[rule.action], rule.fields, { row, clock: rule.clock, identify });
    const holder = rule.action === 'capture-inquiry' && fields.holder === undefined ? { holder: { kind: 'unknown' } } : {};
    const action = { do: rule.action, ...fields, ...holder };
    const fault = formFault(action);
    if (fault) {
      const value = rule.fields.get(fault.field.split('.')[0]!);
      const place = value ? placeOf(value, `${rule.action}.${fault.field}`) : rule.action;
      throw new RowFault(place, 'VALUE_INVALID', `\`${fault.field}\` is not as it must be: ${fault.message}`);
    }
    const actor = actorOf(rule, row, identify);
    facts.push({
      occurredAt: occurredAt ?? { precision: 'unknown', value: null },
      knownAt: rule.knownAt && knownAtOf(rule.knownAt, row, rule.clock),
      ...(actor && { actor }),
      action: action as unknown as LeadAction,
    });
  }
  return facts;
}

/** Who did it, where the row says so and it is a person or a system; a group never acts as one. */
function actorOf(rule: EventRule, row: RowView, identify: (id: string) => IdentityKind): Actor | null {
  const id = rule.actor && idOf(rule.actor, row);
  if (id === null) return null;
  const kind = identify(id);
  return kind === 'group' ? null : { kind: kind === 'system' ? 'automation' : 'person', id, assurance: 'import' };
}
