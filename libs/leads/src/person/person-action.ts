import { type CommandEnvelope } from '#libs/event-store';

/** `person` turned out to be `into`. */
export interface MergePeople {
  readonly do: 'merge-people';
  readonly person: string;
  readonly into: string;
  readonly reason: string;
}
/** They are two people after all. */
export interface UnmergePeople {
  readonly do: 'unmerge-people';
  readonly person: string;
  readonly reason: string;
}
/** Several reps have open leads of one person: `owner` gets all of them. */
export interface RuleCollision {
  readonly do: 'rule-collision';
  readonly person: string;
  readonly owner: string;
  readonly reason: string;
}

/** Every action on a person; `do` is the name of the command's folder. */
export type PersonAction = MergePeople | UnmergePeople | RuleCollision;

/** Who sends the command; what is believed of people takes effect when it is recorded. */
export type PersonEnvelope = CommandEnvelope;
