import { type Random } from './random.js';

/** Someone who writes to us. */
export interface Prospect {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

const FIRST = [
  'Lena',
  'Jonas',
  'Amir',
  'Sofia',
  'Pavel',
  'Ines',
  'Marek',
  'Yara',
  'Tom',
  'Greta',
  'Hugo',
  'Nadia',
  'Oskar',
  'Rosa',
  'Emil',
  'Zoe',
];
const LAST = [
  'Keller',
  'Braun',
  'Rossi',
  'Dubois',
  'Santos',
  'Weber',
  'Kowalski',
  'Larsen',
  'Vidal',
  'Meyer',
  'Fischer',
  'Hoffmann',
  'Costa',
  'Moser',
];

/** The n-th prospect: names repeat, as names do; phones and addresses are one person's. Numbers are of the range kept free for films and books. */
export function prospect(n: number, random: Random): Prospect {
  const first = random.pick(FIRST);
  const last = random.pick(LAST);
  return {
    name: `${first} ${last}`,
    phone: `+49 30 23125${String(n).padStart(3, '0')}`,
    email: `${first}.${last}.${n}@example.com`.toLowerCase(),
  };
}

export interface Origin {
  readonly source: string;
  readonly channel: string;
  readonly medium: string;
  /** Share of inquiries that are spam. */
  readonly spam: number;
}

export const ORIGINS: readonly (readonly [Origin, number])[] = [
  [{ source: 'website', channel: 'direct', medium: 'form', spam: 0.05 }, 30],
  [{ source: 'google-ads', channel: 'search', medium: 'form', spam: 0.1 }, 26],
  [{ source: 'instagram', channel: 'social', medium: 'form', spam: 0.4 }, 20],
  [{ source: 'newsletter', channel: 'email', medium: 'mail', spam: 0.02 }, 10],
  [{ source: 'partner-kappa', channel: 'referral', medium: 'mail', spam: 0 }, 7],
  [{ source: 'hotline', channel: 'phone', medium: 'call', spam: 0.03 }, 7],
];

export const PRODUCTS = ['servers', 'storage', 'support'] as const;
