import { type FastifyRequest } from 'fastify';
import { badRequest, derivedId, isUuid, newId } from '#libs/platform';

const MAX_KEY_LENGTH = 255;

/**
 * The command id that an `Idempotency-Key` stands for. A UUID is kept as it is, so that a caller who knows command ids finds it in the log;
 * any other text gives the id that it always gives for this actor. Without a key the command is a new one.
 */
export function commandIdOf(request: FastifyRequest, actorId: string): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return newId();
  if (typeof key !== 'string' || key.length > MAX_KEY_LENGTH) {
    throw badRequest({
      code: 'REQUEST.IDEMPOTENCY_KEY',
      message: `Send one Idempotency-Key of at most ${MAX_KEY_LENGTH} characters`,
      path: '/headers/idempotency-key',
    });
  }
  return isUuid(key) ? key.toLowerCase() : derivedId('idempotency-key', actorId, key);
}
