import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { type Config } from '../config/load-config.js';
import { mask, maskError } from './mask.js';

export type Logger = PinoLogger;

/**
 * JSON lines on standard error (standard output belongs to answers). Each line is masked as a whole just before it is written: no secret and no
 * personal data of a lead reaches a log, even where somebody logs a whole object or names a person in a message.
 */
export function createLogger(config: Pick<Config, 'logLevel'>, name: string, stream: DestinationStream = standardError()): Logger {
  return pino(
    {
      name,
      level: config.logLevel,
      timestamp: stdTimeFunctions.isoTime,
      base: { pid: process.pid },
      serializers: { err: maskError, error: maskError },
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line) => stream.write(`${JSON.stringify(mask(JSON.parse(line)))}\n`) },
  );
}

const standardError = (): DestinationStream => destination({ dest: 2, sync: true });
