import { v5, v7 } from 'uuid';

/** Namespace of every derived id of LeadLedger (a random UUID, fixed for ever). */
const NAMESPACE = '6f0b1a5c-3a53-4b0e-9a1f-8d7f7f6f2c11';

/** A new time-ordered id (UUID version 7, RFC 9562). */
export const newId = (): string => v7();

/** The id that the same parts always give (UUID version 5): retries of one command derive the same event ids. */
export const derivedId = (...parts: readonly (string | number)[]): string => v5(parts.map(String).join('\u001f'), NAMESPACE);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);
