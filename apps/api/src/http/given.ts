/** The fields that were given: what is absent or null is left out, so that libraries see only what the caller said. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<T>;
}

/** The fields that were said, null among them where it means something. */
export function told<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

type Given<T> = { [K in keyof T]: Exclude<T[K], null> };
