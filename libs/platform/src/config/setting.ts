/** One environment variable: how it is read, and what the reference page says about it. */
export interface Setting<T> {
  readonly env: string;
  readonly description: string;
  /** Of the value, e.g. `ms`; null where it has none. */
  readonly unit: string | null;
  /** As written in the environment; null: unset, which the description explains. */
  readonly fallback: string | null;
  /** Never printed. */
  readonly secret: boolean;
  /** What the value may be, for people. */
  readonly form: string;
  /** Throws an `Error` that says what a right value looks like. */
  readonly parse: (text: string) => T;
}

interface Described {
  readonly env: string;
  readonly description: string;
  readonly unit?: string;
  readonly secret?: boolean;
}

type Optional<T> = Setting<T> & { readonly fallback: null };
type WithFallback<T> = Setting<T> & { readonly fallback: string };

interface Make<T> {
  (described: Described & { readonly fallback: string }): WithFallback<T>;
  (described: Described): Optional<T>;
}

const make =
  <T>(form: string, parse: (text: string) => T): Make<T> =>
  (described: Described & { readonly fallback?: string }) =>
    ({ unit: null, secret: false, fallback: null, form, parse, ...described }) as never;

const fail = (message: string): never => {
  throw new Error(message);
};

export const text = make('text', (value) => value);

export const integer = (min: number, max: number): Make<number> =>
  make(`a whole number from ${min} to ${max}`, (value) => {
    const number = Number(value);
    return /^-?\d+$/.test(value) && number >= min && number <= max ? number : fail(`must be a whole number from ${min} to ${max}`);
  });

export const choice = <const T extends string>(...allowed: readonly T[]): Make<T> =>
  make(allowed.map((value) => `\`${value}\``).join(', '), (value) =>
    allowed.includes(value as T) ? (value as T) : fail(`must be one of ${allowed.join(', ')}`),
  );

export const url = (...protocols: readonly string[]): Make<string> => {
  const form = `a URL starting with ${protocols.map((protocol) => `\`${protocol}://\``).join(' or ')}`;
  return make(form, (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : null;
    return parsed && protocols.includes(parsed.protocol.slice(0, -1)) ? value : fail(`must be ${form.replaceAll('`', '')}`);
  });
};

export const timeZone = make('an IANA time zone', (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return fail('must be an IANA time zone such as Europe/Berlin');
  }
});

export const country = make('two capital letters (ISO 3166)', (value) =>
  /^[A-Z]{2}$/.test(value) ? value : fail('must be two capital letters such as DE'),
);

export const streamPrefix = make('letters, digits, `_`, `-` and `.`, ending in `.`', (value) =>
  /^[a-z0-9_.-]{0,63}\.$/i.test(value) && !value.startsWith('$') ? value : fail('must be letters, digits, "_", "-" and ".", ending in "."'),
);

export const masterKey = make('32 bytes in base64 or 64 hexadecimal digits', (value) => {
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  return key.length === 32 ? value : fail('must be 32 bytes in base64 or 64 hexadecimal digits; make one with "openssl rand -base64 32"');
});

export const memorySize = make('a number with `MB` or `GB`', (value) =>
  /^\d+(MB|GB)$/.test(value) ? value : fail('must be a number with MB or GB, e.g. 512MB'),
);
