/**
 * How two writings are taken for the same: composed (NFC), spaces as one, none around, and letters small. What counts as a space and which letters have a
 * small form is written out here, because a later Unicode in Node or in a SQL engine must not move a number of the past.
 */
const SPACES = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const spaces = new RegExp(`[${SPACES}]+`, 'gu');

/** Latin, Greek, Cyrillic, Armenian and the Latin letters of Vietnamese and others; one letter for one. */
const CASED: readonly (readonly [from: number, to: number])[] = [
  [0x41, 0x5a],
  [0xc0, 0x24f],
  [0x370, 0x556],
  [0x1e00, 0x1eff],
];

const small = new Map<string, string>();
for (const [from, to] of CASED)
  for (let code = from; code <= to; code++) {
    const letter = String.fromCharCode(code);
    const lower = letter.toLowerCase();
    if (lower !== letter && lower.length === 1) small.set(letter, lower);
  }

export const spellingOf = (text: string): string => {
  const composed = text.normalize('NFC').replace(spaces, ' ').trim();
  let folded = '';
  for (const letter of composed) folded += small.get(letter) ?? letter;
  return folded;
};

/** For a SQL engine to do the same: the class of spaces as its regular expressions write it, and the letters with their small forms, one for one. */
export const spellingRules = {
  spaces: `[${SPACES.replaceAll(/\\u([0-9a-f]{4})/g, '\\x{$1}')}]+`,
  capitals: [...small.keys()].join(''),
  smalls: [...small.values()].join(''),
};
