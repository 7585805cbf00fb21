import { hash } from 'node:crypto';
import { canonicalJson, sha256 } from '#libs/platform';

/** What of a stored event is hashed: everything that says what happened, nothing that a move of the log changes. */
export interface SealedEvent {
  readonly id: string;
  readonly type: string;
  /** Without the configured prefix. */
  readonly stream: string;
  readonly revision: number;
  /** As stored (personal data sealed, before any upcasting). */
  readonly data: unknown;
  readonly metadata: unknown;
}

/** SHA-256 (hex) of the canonical sealed event. */
export const leafOf = (event: SealedEvent): string =>
  sha256(
    canonicalJson({
      id: event.id,
      type: event.type,
      stream: event.stream,
      revision: event.revision,
      data: event.data,
      metadata: event.metadata,
    }),
  );

/** The digest before the first event: 32 zero bytes. */
export const GENESIS_DIGEST = '0'.repeat(64);

/** digest(n) = SHA-256 of the 32 bytes of digest(n-1) followed by the 32 bytes of leaf(n); hex. */
export const nextDigest = (previous: string, leaf: string): string => hash('sha256', Buffer.from(previous + leaf, 'hex'), 'hex');
