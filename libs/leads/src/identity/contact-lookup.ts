import { normaliseContact } from '../contact-point/normalise-contact.js';
import { type ContactLookup } from '../queries/resolve-lead-ref.js';
import { type IdentityRegistry } from './identity-registry.js';

/** Whom a phone number or an e-mail address belongs to, read as intake reads it. Text that is neither belongs to nobody. */
export const contactLookup = (identity: IdentityRegistry, defaultCountry: string | null): ContactLookup => ({
  async personsWith(kind, text) {
    const { points } = normaliseContact(kind === 'phone' ? { phones: [text] } : { emails: [text] }, defaultCountry);
    const people = await Promise.all(points.filter(({ normalised }) => normalised !== null).map((point) => identity.personOf(point)));
    return people.filter((person) => person !== null);
  },
});
