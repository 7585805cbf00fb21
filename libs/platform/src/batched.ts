interface Asked<V> {
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked for at once into one question: whoever asks while the last one is under way is answered by the next. An answer was always
 * begun after it was asked for. What the answer does not have is `otherwise`; a question that fails fails for all who asked it.
 */
export function batched<V>(load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>, otherwise: V): (key: string) => Promise<V> {
  let waiting = new Map<string, Asked<V>[]>();
  let running = false;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const asked = waiting;
      waiting = new Map();
      try {
        const found = await load([...asked.keys()]);
        for (const [key, some] of asked) for (const { resolve } of some) resolve(found.get(key) ?? otherwise);
      } catch (error) {
        for (const some of asked.values()) for (const { reject } of some) reject(error);
      }
    }
    running = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const some = waiting.get(key);
      if (some) some.push({ resolve, reject });
      else waiting.set(key, [{ resolve, reject }]);
      if (running) return;
      running = true;
      // Whoever asks in the same turn belongs to it.
      setImmediate(() => void run());
    });
}
