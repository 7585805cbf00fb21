interface Reading<T> {
  readonly done: Promise<T>;
  /** For those who asked since it began. */
  next: Promise<T> | null;
}

/**
 * One reading for all who ask for the same thing at once. Whoever asks while it is being read shares the reading after that one, so what is
 * answered was always read after it was asked for.
 */
export function sharedReads<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const readings = new Map<string, Reading<T>>();
  const begin = (key: string): Promise<T> => {
    const reading: Reading<T> = { done: read(key), next: null };
    readings.set(key, reading);
    const end = (): void => void (reading.next === null && readings.delete(key));
    reading.done.then(end, end);
    return reading.done;
  };
  return (key) => {
    const reading = readings.get(key);
    if (!reading) return begin(key);
    const again = (): Promise<T> => begin(key);
    return (reading.next ??= reading.done.then(again, again));
  };
}
