import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { badRequest, type Violation } from '#libs/platform';

/** Checks every body and query against its class and refuses with all violations at once, each with its JSON pointer. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: false,
    validationError: { target: true },
    exceptionFactory: (errors) => {
      const [first, ...rest] = violationsOf(errors);
      return badRequest(first ?? { code: 'REQUEST.INVALID', message: 'The request is not of the documented form' }, ...rest);
    },
  });

function violationsOf(errors: readonly ValidationError[], parent = ''): Violation[] {
  return errors.flatMap((error) => {
    const path = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      code: codeOf(constraint, error.value),
      message: constraint === 'whitelistValidation' ? unknownField(error) : message,
      path,
    }));
    // What is missing, or of another kind, breaks every rule it has; saying that says it all.
    const missing = own.find(({ code }) => code === 'REQUEST.MISSING_FIELD');
    const kind = KINDS.map((constraint) => error.constraints?.[constraint]).find((message) => message !== undefined);
    const said = missing
      ? [{ ...missing, message: `${error.property} is missing` }]
      : kind === undefined
        ? own
        : own.filter(({ message }) => message === kind);
    return [...said, ...violationsOf(error.children ?? [], path)];
  });
}

/** Rules about what kind of value a field takes, those of the whole before those of its parts. */
const KINDS = ['isArray', 'isObject', 'isString', 'isInt', 'isNumber', 'isBoolean'];

function unknownField({ property, target }: ValidationError): string {
  const known = target ? getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false) : [];
  const names = [...new Set(known.map(({ propertyName }) => propertyName))];
  return `${property} is not a field of this request; it takes ${names.length > 0 ? names.join(', ') : 'none'}`;
}

function codeOf(constraint: string, value: unknown): string {
  if (constraint === 'whitelistValidation') return 'REQUEST.UNKNOWN_FIELD';
  return value === undefined ? 'REQUEST.MISSING_FIELD' : 'REQUEST.INVALID_FIELD';
}
