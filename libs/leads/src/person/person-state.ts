/** A person as its stream tells it. */
export interface PersonState {
  /** Whom it is taken for; null where for itself. */
  readonly mergedInto: string | null;
}

export const initialPerson: PersonState = { mergedInto: null };
