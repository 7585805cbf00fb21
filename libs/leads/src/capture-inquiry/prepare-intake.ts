import { type ContactPoint, type Finding } from '#libs/contracts';
import { canonicalJson, derivedId } from '#libs/platform';
import { type PreparedIntake } from '../decision.js';
import { type IdentityRegistry, type Reservation } from '../identity/identity-registry.js';
import { type CaptureInquiry } from '../lead-action.js';
import { type KeyedHash, type Sealer } from '../ports.js';
import { type Arrival } from './arrival.js';

interface Dependencies {
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
  readonly identity: Pick<IdentityRegistry, 'fingerprint'>;
}

/** Everyone whose keys an inquiry needs. */
export const subjectsOf = (reservation: Reservation): readonly string[] => [
  ...new Set([
    ...(reservation.personId === null ? [] : [reservation.personId]),
    ...[...reservation.points.values()].map(({ personId }) => personId),
  ]),
];

/**
 * Makes an inquiry ready for the log: each contact point under the key of the person it belongs to, name and payload under the keys of all of
 * them. Contact points of different people are a finding; the first in precedence (phone, e-mail, handle) says whose inquiry it is.
 */
export async function prepareIntake(
  { sealer, keyedHash, identity }: Dependencies,
  action: CaptureInquiry,
  arrival: Arrival,
  inquiryId: string,
  reservation: Reservation,
): Promise<PreparedIntake> {
  const subjects = subjectsOf(reservation);
  const contactPoints = await Promise.all(
    arrival.contact.points.map(async (point, index): Promise<ContactPoint> => {
      const known = reservation.points.get(identity.fingerprint(point) ?? '');
      const personId = known?.personId ?? reservation.personId!;
      return {
        contactPointId: known?.contactPointId ?? derivedId('contact-point', inquiryId, index),
        personId,
        kind: point.kind,
        country: point.country,
        validity: point.normalised === null ? 'invalid' : 'valid',
        sealed: await sealer.seal([personId], { value: point.raw, normalised: point.normalised }),
      };
    }),
  );
  return {
    leadId: reservation.leadId,
    personId: reservation.personId,
    findings: [...arrival.findings, ...identityFindings(peopleOf(reservation))],
    inquiry: {
      inquiryId,
      source: arrival.source,
      channel: arrival.channel,
      medium: action.medium?.trim() || null,
      campaign: action.campaign?.trim() || null,
      externalSource: action.externalSource ?? null,
      externalId: action.externalId ?? null,
      attributes: arrival.attributes,
      ...(arrival.recognised.length > 0 && {
        recognised: arrival.recognised.map(({ attribute, vocabulary, version }) => ({ attribute, vocabulary, version })),
      }),
      contactPoints,
      payloadHash: action.payload == null ? null : keyedHash('payload', canonicalJson(action.payload)),
      sealed: arrival.personal === null ? null : await sealer.seal(subjects, arrival.personal),
    },
  };
}

/** Those the contact points belong to, each taken for whom it was merged into. */
const peopleOf = ({ points }: Reservation): readonly string[] => [...new Set([...points.values()].map(({ root }) => root))];

const identityFindings = (people: readonly string[]): readonly Finding[] =>
  people.length < 2
    ? []
    : [
        {
          code: 'IDENTITY.CONFLICT',
          message: `The contact points belong to ${people.length} people (${people.join(', ')}); phone before e-mail before handle decides, nobody was merged`,
        },
      ];
