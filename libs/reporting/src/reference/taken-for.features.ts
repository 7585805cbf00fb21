import { type PositionedEvent } from '#libs/contracts';

/** For whom a person was taken by the merges recorded before a position. */
export type TakenFor = (person: string | null, position: number) => string | null;

export const takenForAmong =
  (events: readonly PositionedEvent[]): TakenFor =>
  (person, position) => {
    const parents = new Map<string, string>();
    for (const event of events) {
      if (event.position >= position) break;
      if (event.type === 'person.merged') parents.set(event.data.personId, event.data.into);
      if (event.type === 'person.unmerged') parents.delete(event.data.personId);
    }
    let root = person;
    while (root !== null && parents.has(root)) root = parents.get(root)!;
    return root;
  };
