/** The pure half of a feature: what its folder exports. */
export interface Decider<State, Command, Context, Event, Rejection> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (state: State, command: Command, context: Context) => readonly Event[] | Rejection;
}

/** What a rule answers to a command after a history: `given([...]).when(command, context).then([...])`. */
export function givenWhenThen<State, Command, Context, Event, Rejection>(decider: Decider<State, Command, Context, Event, Rejection>) {
  return {
    given: (history: readonly Event[]) => ({
      when: (command: Command, context: Context) => {
        const answer = decider.decide(history.reduce(decider.evolve, decider.initial), command, context);
        return {
          answer,
          /** Exactly these events, in this order. */
          then: (events: readonly Event[]): void => expect(answer).toEqual(events),
          /** Refused, with at least this. */
          thenRejected: (rejection: Partial<Record<keyof Rejection, unknown>>): void => {
            expect(Array.isArray(answer)).toBe(false);
            expect(answer).toMatchObject(rejection);
          },
        };
      },
    }),
  };
}
