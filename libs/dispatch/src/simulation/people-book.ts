import { type PersonStanding } from '../assignment/assignment-case.js';

interface Had {
  readonly leadId: string;
  /** Null: the lead was there, and nobody owned it. */
  readonly rep: string | null;
  readonly from: number;
  to: number;
}

/** Who had the leads of a person, as told so far: real holdings of leads that are not distributed, simulated ones of those that are. */
export class PeopleBook {
  private readonly byPerson = new Map<string, Had[]>();

  give(person: string, leadId: string, rep: string | null, from: number): void {
    const had = this.byPerson.get(person);
    const next = { leadId, rep, from, to: Infinity };
    if (!had) return void this.byPerson.set(person, [next]);
    for (const each of had) if (each.leadId === leadId && each.to === Infinity) each.to = from;
    had.push(next);
  }

  end(person: string, leadId: string, at: number): void {
    for (const each of this.byPerson.get(person) ?? []) if (each.leadId === leadId && each.to === Infinity) each.to = at;
  }

  standing(person: string | null, leadId: string): PersonStanding {
    const others = (person === null ? [] : (this.byPerson.get(person) ?? [])).filter((each) => each.leadId !== leadId);
    const owned = others.filter(({ rep }) => rep !== null);
    const last = owned.reduce<Had | null>((latest, each) => (latest === null || each.from >= latest.from ? each : latest), null);
    const open = owned.findLast(({ to }) => to === Infinity);
    return { repeat: others.length > 0, previousOwner: last?.rep ?? null, relatedOwner: open?.rep ?? null };
  }
}
