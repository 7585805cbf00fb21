import { readFileSync } from 'node:fs';
import { ServerCredentials } from '@grpc/grpc-js';
import { ProblemError, type Violation } from '#libs/platform';

export interface Exposure {
  readonly host: string;
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** `user:password`. */
  readonly credentials: string | null;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/**
 * Who can reach the log can rewrite what happened next, so beyond loopback it is served over TLS and to signed-in clients only, else not at all.
 * Throws ProblemError 422 with everything that is missing.
 */
export function assertSafeExposure({ host, tls, credentials }: Exposure): void {
  const violations: Violation[] = [];
  const missing = (code: string, message: string): void => void violations.push({ code, message });
  if (!LOOPBACK.test(host) && !(tls && credentials)) {
    const message = `${host} can be reached by others: set a TLS certificate, its key and credentials, or listen on 127.0.0.1`;
    missing('EVENT_STORE.NOT_LOOPBACK', message);
  }
  if (credentials !== null && !tls) missing('EVENT_STORE.CREDENTIALS_WITHOUT_TLS', 'Credentials need TLS: clients send them over TLS only');
  if (credentials !== null && !/^[^:]+:.+$/s.test(credentials))
    missing('EVENT_STORE.BAD_CREDENTIALS', 'Credentials must read user:password');
  const [first, ...others] = violations;
  if (first) throw new ProblemError(422, [first, ...others]);
}

export function serverCredentials({ tls }: Exposure): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [{ cert_chain: readPem(tls.certificateFile), private_key: readPem(tls.keyFile) }]);
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const message = `Cannot read ${file} (${(error as Error).message}): name a readable PEM file`;
    throw new ProblemError(422, [{ code: 'EVENT_STORE.TLS_FILE', message }], { cause: error });
  }
}
