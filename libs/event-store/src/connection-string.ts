/** Settings by which a client tells its connection from others: instances with equal settings share one, and its limit of 100 open calls. */
export interface ClientSettings {
  readonly keepAliveIntervalMs: number;
  readonly keepAliveTimeoutMs: number;
}

const OURS = new Set(['keepaliveinterval', 'keepalivetimeout', 'throwonappendfailure']);

/** The connection string with our keep-alive in it: a connection that died silently is noticed after interval + timeout. */
export function withSettings(url: string, { keepAliveIntervalMs, keepAliveTimeoutMs }: ClientSettings): string {
  // This client knows the product under its former name only; the protocol is the same.
  const [base = '', query = ''] = url.replace(/^kurrentdb(?=\+discover:|:)/, 'esdb').split('?', 2);
  const others = query.split('&').filter((part) => part !== '' && !OURS.has(part.split('=')[0]!.toLowerCase()));
  const ours = [`keepAliveInterval=${keepAliveIntervalMs}`, `keepAliveTimeout=${keepAliveTimeoutMs}`, 'throwOnAppendFailure=true'];
  return `${base}?${[...others, ...ours].join('&')}`;
}
