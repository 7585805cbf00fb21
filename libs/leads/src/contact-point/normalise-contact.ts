import { type Finding } from '#libs/contracts';
import { type ContactInput } from '../lead-action.js';
import { normaliseEmail } from './normalise-email.js';
import { normaliseHandle } from './normalise-handle.js';
import { normalisePhone } from './normalise-phone.js';
import { invalidPoint, type NormalisedPoint } from './normalised-point.js';

export interface NormalisedContact {
  readonly name: string | null;
  /** In the order of precedence of identity: phones, e-mails, handles. Each once. */
  readonly points: readonly NormalisedPoint[];
  readonly findings: readonly Finding[];
}

const MESSAGES = {
  phone: 'A phone number could not be read as one; it is kept as it came',
  email: 'An e-mail address could not be read as one; it is kept as it came',
  handle: 'A handle is not of the form network:name; it is kept as it came',
} as const;

/** Reads what an outside sender says about a person. Nothing is dropped: what cannot be read is kept, with a finding. */
export function normaliseContact(contact: ContactInput | undefined, defaultCountry: string | null): NormalisedContact {
  const said = (texts: readonly string[] | undefined): readonly string[] => (texts ?? []).filter((text) => text.trim() !== '');
  const points = [
    ...said(contact?.phones).map((raw) => normalisePhone(raw, defaultCountry)),
    ...said(contact?.emails).map(normaliseEmail),
    ...said(contact?.handles).map(normaliseHandle),
  ];
  const unique = points.filter((point, index) => points.findIndex((other) => sameAs(point, other)) === index);
  const invalidKinds = new Set(unique.filter(({ normalised }) => normalised === null).map(({ kind }) => kind));
  return {
    name: contact?.name?.trim() || null,
    points: unique,
    findings: [...invalidKinds].map((kind) => invalidPoint(kind, MESSAGES[kind])),
  };
}

const sameAs = (a: NormalisedPoint, b: NormalisedPoint): boolean =>
  a.kind === b.kind && (a.normalised ?? a.raw) === (b.normalised ?? b.raw);
