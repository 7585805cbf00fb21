import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { normaliseContact } from './normalise-contact.js';
import { normaliseEmail } from './normalise-email.js';
import { normaliseHandle } from './normalise-handle.js';
import { normalisePhone } from './normalise-phone.js';

const PHONES = '../shared/data/phones/phone_vectors.csv';
const EMAILS = '../shared/data/isemail/vectors.json';
/** Visibly skipped where the folder of test data is missing. */
const whereThereIs = (file: string) => (existsSync(file) ? it : it.skip);

describe('phones', () => {
  it('one number in all its spellings is one', () => {
    const spellings = ['+49 151 23456789', '0151 / 2345 6789', 'tel:+49-151-23456789', '0049 151 23456789', ' (0151) 23456789 '];
    for (const raw of spellings) expect(normalisePhone(raw, 'DE')).toMatchObject({ normalised: '+4915123456789', country: 'DE' });
  });

  it('an extension is part of the number; without a country code or a default there is none', () => {
    expect(normalisePhone('+49 30 123456 ext. 12', null).normalised).toBe('+4930123456;ext=12');
    expect(normalisePhone('0151 23456789', null).normalised).toBeNull();
    for (const raw of ['', 'call me', '12', '+49', '9'.repeat(500)]) expect(normalisePhone(raw, 'DE').normalised).toBeNull();
  });

  whereThereIs(PHONES)('example numbers of 245 regions in 8 written forms', () => {
    const rows = parse(readFileSync(PHONES), { columns: true }) as Record<string, string>[];
    const agreed = rows.filter((row) => row['google_js_same'] === '1' && row['lpjs_max_same'] === '1' && row['valid'] === '1');
    const wrong = agreed.filter((row) => {
      const expected = row['extension'] ? `${row['e164']};ext=${row['extension']}` : row['e164'];
      return normalisePhone(row['raw']!, row['region']!).normalised !== expected;
    });
    expect(agreed.length).toBeGreaterThan(4_000);
    expect(wrong.map(({ region, form, raw }) => `${region} ${form} ${raw}`)).toEqual([]);
  });
});

describe('e-mails', () => {
  it('are compared in lower case, their domain in ASCII', () => {
    expect(normaliseEmail(' Ana.Muster@Example.COM ').normalised).toBe('ana.muster@example.com');
    expect(normaliseEmail('ana@bücher.example').normalised).toBe('ana@xn--bcher-kva.example');
    for (const raw of [
      'ana',
      'ana@',
      '@example.com',
      'ana@b@example.com',
      'ana@example',
      'a..b@example.com',
      'ana@1.2.3.4',
      'a b@example.com',
    ])
      expect(normaliseEmail(raw).normalised).toBeNull();
  });

  whereThereIs(EMAILS)('no address that cannot be sent to is taken, and every plain valid one is', () => {
    const vectors = JSON.parse(readFileSync(EMAILS, 'utf8')) as { address: string; category: string; diagnosis: string }[];
    const taken = (category: string) =>
      vectors.filter((vector) => vector.category === category && normaliseEmail(vector.address).normalised !== null);
    // Blanks around an address are no part of it here: a form field often has them.
    expect(taken('ISEMAIL_ERR').filter(({ address }) => address === address.trim())).toEqual([]);
    const plain = vectors.filter(({ category }) => category === 'ISEMAIL_VALID_CATEGORY');
    // A domain of one label needs the DNS to be more than a typing error; quoted local parts are mail syntax, not how people are reached.
    const refused = plain.filter(({ address }) => normaliseEmail(address).normalised === null && address.split('@')[1]!.includes('.'));
    expect(plain.length).toBeGreaterThan(20);
    expect(refused.map(({ address }) => address)).toEqual([]);
  });
});

describe('handles', () => {
  it('name their network', () => {
    expect(normaliseHandle(' Telegram:@Ana ').normalised).toBe('telegram:@ana');
    expect(normaliseHandle('telegram:ana').normalised).toBe('telegram:@ana');
    for (const raw of ['@ana', 'telegram:', 'telegram:@a b', 'x:@ana']) expect(normaliseHandle(raw).normalised).toBeNull();
  });
});

describe('a contact', () => {
  it('each point once, phones before e-mails before handles; what cannot be read is kept with a finding', () => {
    const contact = normaliseContact(
      {
        name: ' Ana ',
        handles: ['telegram:@ana'],
        emails: ['ANA@example.com', 'ana@example.com', 'nobody'],
        phones: ['', '0151 23456789', '+4915123456789'],
      },
      'DE',
    );
    expect(contact.name).toBe('Ana');
    expect(contact.points.map(({ kind, normalised }) => [kind, normalised])).toEqual([
      ['phone', '+4915123456789'],
      ['email', 'ana@example.com'],
      ['email', null],
      ['handle', 'telegram:@ana'],
    ]);
    expect(contact.findings.map(({ code }) => code)).toEqual(['CONTACT.EMAIL_INVALID']);
  });
});
