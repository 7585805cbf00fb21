/**
 * A controller that aborts with any of these signals. Unlike `AbortSignal.any`, whose result Node 20 may collect as garbage while somebody
 * still waits for it, it is held by the signals until `unlink`.
 */
export function linkedAbort(...signals: readonly AbortSignal[]): { readonly controller: AbortController; unlink(): void } {
  const controller = new AbortController();
  const links = signals.map((signal) => {
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return { signal, abort };
  });
  return { controller, unlink: () => links.forEach(({ signal, abort }) => signal.removeEventListener('abort', abort)) };
}
