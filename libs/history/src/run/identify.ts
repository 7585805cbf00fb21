import { type Identities, type IdentityKind } from '../mapping/mapping.js';

/** Whether an id is a person, a group or a system; remembered, because conditions cost more than a look. */
export function identifier(identities: Identities): (id: string) => IdentityKind {
  const known = new Map<string, IdentityKind>(identities.ids);
  return (id) => {
    let kind = known.get(id);
    if (kind === undefined) {
      kind = identities.rules.find(({ when }) => when.evaluate({ id }) === true)?.kind ?? 'person';
      known.set(id, kind);
    }
    return kind;
  };
}
