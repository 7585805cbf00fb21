import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { type Config } from '../config/load-config.js';
import { mask, maskText } from './mask.js';

export type Logger = PinoLogger;

/**
 * JSON lines on standard error (standard output belongs to answers). Fields and messages are masked: no secret and no personal data of a lead
 * reaches a log, even where somebody logs a whole object.
 */
export function createLogger(config: Pick<Config, 'logLevel'>, name: string, stream?: DestinationStream): Logger {
  return pino(
    {
      name,
      level: config.logLevel,
      timestamp: stdTimeFunctions.isoTime,
      base: { pid: process.pid },
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
      formatters: {
        level: (level) => ({ level }),
        log: (fields) => mask(fields) as Record<string, unknown>,
        bindings: (fields) => mask(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => (typeof arg === 'string' ? maskText(arg) : arg)) as Parameters<typeof method>);
        },
      },
    },
    stream ?? destination({ dest: 2, sync: true }),
  );
}
