import { type TSchema, Type } from '@sinclair/typebox';

/** What an editor is told of an assignment policy's YAML, for completion and first mistakes. `policy check` finds all the others. */

const text = (description: string) => Type.String({ description, minLength: 1 });
const cel = (description: string) => Type.Union([Type.String(), Type.Boolean()], { description: `CEL: ${description}` });
const only = (properties: Record<string, TSchema>, description = '') =>
  Type.Object(properties, { additionalProperties: false, description });
const words = <T extends string>(description: string, ...values: T[]) => Type.Unsafe<T>({ type: 'string', enum: values, description });
const instant = Type.Unsafe<string>({ type: 'string', description: 'an instant with its offset, such as 2026-04-05T12:00:00+02:00' });
const optional = Type.Optional;
const value = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const attributes = Type.Record(Type.String(), value);
const rep = only({ rep: text('a rep by its id') });
const pool = only({ pool: text('a pool by its id') });
const whole = (description: string, minimum: number) => Type.Integer({ description, minimum });

const Bypass = only({
  name: text('how the rule is spoken of'),
  kind: words('whom it is about', 'repeat', 'vip', 'related-owner'),
  when: optional(cel('a condition on the case; always, where left out')),
  to: optional(Type.Union([words('who gets it', 'previous-owner', 'related-owner'), rep])),
  evenAtCapacity: optional(Type.Boolean({ description: 'also to whom has no room; default false' })),
  countsInFairness: Type.Boolean({ description: 'whether it takes a turn' }),
});

const Entry = only({
  name: text('how the rule is spoken of'),
  when: optional(cel('a condition on the case; always, where left out')),
  among: optional(
    only({
      team: optional(text('its members; default the team of the policy')),
      reps: optional(Type.Array(Type.String(), { minItems: 1 })),
      where: optional(cel('a condition on the rep and the case')),
    }),
  ),
  strategy: words('how one is chosen', 'round-robin', 'weighted', 'least-loaded', 'longest-waiting', 'best-fit', 'territory', 'queue'),
  weights: optional(
    Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 }), { description: 'of weighted and least-loaded, by rep' }),
  ),
  fit: optional(cel('of best-fit: a number about the rep, the highest is chosen')),
  by: optional(text('of territory: the attribute that rep and case share; default territory')),
  pool: optional(text('of queue: where people take it')),
});

const Test = only({
  name: text('a claim'),
  at: instant,
  inquiry: optional(
    only({
      source: optional(Type.String()),
      channel: optional(Type.String()),
      medium: optional(Type.String()),
      campaign: optional(Type.String()),
      attributes: optional(attributes),
    }),
  ),
  given: optional(
    only({
      reps: optional(
        Type.Record(
          Type.String(),
          only({
            team: optional(Type.String()),
            role: optional(Type.String()),
            attributes: optional(attributes),
            openLoad: optional(whole('open leads', 0)),
            holdingCap: optional(whole('how many may be held', 0)),
            away: optional(only({ from: instant, to: instant })),
            onCall: optional(Type.Boolean()),
            turns: optional(whole('turns had so far', 0)),
            figures: optional(Type.Record(Type.String(), Type.Number({ minimum: 0 }))),
          }),
        ),
      ),
      manager: optional(Type.String()),
      hours: optional(
        only({
          zone: text('IANA name'),
          days: optional(Type.Array(Type.String())),
          from: Type.String(),
          to: Type.String(),
          holidays: optional(Type.Array(Type.String())),
        }),
      ),
      previousOwner: optional(Type.String()),
      relatedOwner: optional(Type.String()),
      repeat: optional(Type.Boolean()),
    }),
  ),
  expect: only({
    to: optional(Type.Union([Type.String(), pool])),
    entry: optional(Type.String()),
    bypass: optional(Type.String()),
    heldUntil: optional(instant),
    fallback: optional(words('the step that took it', 'manager', 'rep', 'team', 'pool', 'default')),
    excluded: optional(Type.Record(Type.String(), Type.String())),
    alert: optional(Type.Boolean()),
  }),
});

export const AssignmentPolicySchema = Type.Object(
  {
    policy: Type.String({ pattern: '^[a-z][a-z0-9_-]{0,63}$', description: 'its name' }),
    kind: Type.Literal('assignment'),
    describe: optional(Type.String()),
    owner: text('the person who answers for it'),
    reviewBy: text('the date by which it is looked at again'),
    effectiveFrom: optional(instant),
    team: text('whose leads it distributes'),
    from: optional(only({ pools: Type.Array(Type.String(), { minItems: 1 }) }, 'where leads are taken from; default the pool intake')),
    takes: optional(cel('which of them it takes; all, where left out')),
    figures: optional(
      Type.Record(
        Type.String(),
        only({
          of: words('a share from 0 to 1, or a number of leads', 'win-rate', 'won', 'lost'),
          having: optional(only({ attribute: Type.String(), value: optional(value) })),
          days: optional(whole('closings of so many days back; all, where left out', 1)),
          minimum: optional(whole('unknown with fewer closings', 1)),
        }),
      ),
    ),
    bypasses: Type.Array(Bypass, { description: 'R2.4: who goes past the distribution; [] for nobody' }),
    entries: Type.Array(Entry, { minItems: 1, description: 'tried in order, the first that matches decides' }),
    unavailable: only(
      {
        sources: Type.Array(words('what makes a person unavailable', 'absence', 'working-time', 'leave-announced')),
        graceMinutes: whole('who is back within them counts as there', 0),
        fallback: Type.Array(
          Type.Union([Type.Literal('manager'), rep, only({ team: Type.String() }), pool], { description: 'who is asked instead' }),
        ),
        returns: Type.Boolean({ description: 'whether the lead returns to the first choice' }),
      },
      'R2.1: the responsible person is away',
    ),
    outsideHours: words('R2.2: what arrives on a Sunday', 'assign-now', 'hold-until-open', 'on-call'),
    otherChannels: only(
      { whileAbsent: words('who answers while the owner is away', 'owner', 'cover'), notify: optional(Type.Boolean()) },
      'R2.3: the same person on another channel',
    ),
    fairness: only(
      {
        measure: words('what a fair share is measured in', 'count', 'valid_count', 'expected_value'),
        windowDays: whole('over so many days back', 1),
        tolerance: Type.Number({ minimum: 0, description: 'a larger deviation from the mean is a breach' }),
        value: optional(cel('what one lead is worth, a number')),
        creditInvalid: optional(Type.Boolean({ description: 'a lead that was none gives its turn back' })),
      },
      'R2.5: the acceptable fairness error',
    ),
    sla: optional(text('the SLA policy whose clock starts with the assignment')),
    fallback: only(
      { to: Type.Union([pool, rep]), alert: optional(words('who is told', 'team-manager', 'data-owner')) },
      'the end of all chains',
    ),
    tests: optional(Type.Array(Test)),
  },
  { $schema: 'http://json-schema.org/draft-07/schema#', title: 'LeadLedger assignment policy', additionalProperties: false },
);
