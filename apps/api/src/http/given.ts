/** The fields that were given: what is absent or null is left out, so that libraries see only what the caller said. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<T>;
}

type Given<T> = { [K in keyof T]: Exclude<T[K], null> };
