import { type Attributes, type Holder, type Money } from '#libs/contracts';
import { type DecideContext, type Verdict } from './decision.js';
import { instantOf } from './instant.js';

const MAX_TEXT = 4_000;

export const textCheck = (path: string, text: string | undefined | null, limit = MAX_TEXT): Verdict => {
  if (text == null) return null;
  if (text.trim() === '') return { code: 'FIELD.BLANK', message: `${path} is blank; leave it out or say something`, path };
  return text.length > limit ? { code: 'FIELD.TOO_LONG', message: `${path} is longer than ${limit} characters`, path } : null;
};

const CONTROL = /[\u0000-\u001f\u007f]/;

export const idCheck = (path: string, id: string | undefined | null): Verdict => {
  if (id == null) return null;
  if (id !== '' && id.length <= 128 && !CONTROL.test(id)) return null;
  return { code: 'ID.MALFORMED', message: `${path} must be 1 to 128 characters without control characters`, path };
};

export const instantCheck = (path: string, text: string | undefined | null): Verdict =>
  text == null || instantOf(text) !== null
    ? null
    : { code: 'INSTANT.MALFORMED', message: `${path} must be a real ISO 8601 instant with an offset, like 2026-03-03T12:00:00Z`, path };

export const reasonCheck = (reason: string | undefined): Verdict =>
  reason === undefined || reason.trim() === ''
    ? { code: 'REASON.MISSING', message: 'Give a reason', path: 'reason' }
    : textCheck('reason', reason);

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const moneyCheck = (path: string, money: Money | undefined): readonly Verdict[] =>
  money === undefined
    ? []
    : [
        /^-?\d{1,15}(\.\d{1,6})?$/.test(money.amount)
          ? null
          : {
              code: 'MONEY.AMOUNT_MALFORMED',
              message: 'The amount must be a decimal in text, like "1200.50": at most 15 digits before and 6 after the point',
              path: `${path}.amount`,
            },
        currencies.has(money.currency)
          ? null
          : {
              code: 'MONEY.CURRENCY_UNKNOWN',
              message: `${money.currency} is no ISO 4217 currency; use a code like EUR`,
              path: `${path}.currency`,
            },
      ];

export const ATTRIBUTE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

export const isAttributeValue = (value: unknown): value is Attributes[string] =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= MAX_TEXT) ||
  (typeof value === 'number' && Number.isFinite(value));

export const attributesCheck = (attributes: Readonly<Record<string, unknown>>): readonly Verdict[] => [
  ...(Object.keys(attributes).length === 0 ? [{ code: 'ATTRIBUTE.NONE', message: 'Name at least one attribute', path: 'attributes' }] : []),
  ...Object.entries(attributes).map(([name, value]): Verdict => {
    const path = `attributes.${name}`;
    if (!ATTRIBUTE_NAME.test(name))
      return {
        code: 'ATTRIBUTE.NAME_MALFORMED',
        message: `Attribute ${name}: use letters, digits, "_", "-" and ".", a letter first, at most 64`,
        path,
      };
    return isAttributeValue(value)
      ? null
      : { code: 'ATTRIBUTE.VALUE_MALFORMED', message: `Attribute ${name} must be a text, number, truth value or null`, path };
  }),
];

export const holderCheck = (path: string, holder: Holder): Verdict => (holder.kind === 'unknown' ? null : idCheck(`${path}.id`, holder.id));

/** A holder must exist when someone hands it a lead; history may name anyone. */
export function holderExists(path: string, holder: Holder, context: DecideContext): Verdict {
  if (context.enforcement === 'record-only') return null;
  switch (holder.kind) {
    case 'unknown':
      return { code: 'HOLDER.UNKNOWN', message: 'Only history may say that a holder is unknown; name a person, a team or a pool', path };
    case 'team':
      return context.organisation.hasTeam(holder.id)
        ? null
        : { code: 'TEAM.NOT_FOUND', message: `There is no team ${holder.id}; create it first`, path, detail: { team: holder.id } };
    case 'pool':
      return context.organisation.pool(holder.id)
        ? null
        : { code: 'POOL.NOT_FOUND', message: `There is no pool ${holder.id}; create it first`, path, detail: { pool: holder.id } };
    case 'person':
      return worksHere(path, holder.id, context);
  }
}

/** Whoever is to do something works here now; history may name anyone. */
export function worksHere(path: string, rep: string | undefined, context: DecideContext): Verdict {
  const unknown = workedHere(path, rep, context);
  if (unknown || !rep || context.enforcement === 'record-only') return unknown;
  return context.organisation.rep(rep)?.active
    ? null
    : { code: 'REP.INACTIVE', message: `${rep} is deactivated; choose someone who works here`, path, detail: { rep } };
}

/** Whoever did something worked here, and may have left since. */
export const workedHere = (path: string, rep: string | undefined, context: DecideContext): Verdict =>
  !rep || context.enforcement === 'record-only' || context.organisation.rep(rep)
    ? null
    : { code: 'REP.NOT_FOUND', message: `There is no rep ${rep}; let the rep join first`, path, detail: { rep } };
