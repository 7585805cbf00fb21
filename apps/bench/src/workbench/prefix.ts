/** Streams of every benchmark begin with it. */
export const PREFIX = 'bench.';
