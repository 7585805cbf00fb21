import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { instantOf } from './instant.js';

/** Fields of requests: one decorator a field, which both checks it and describes it in OpenAPI. */

interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

type Decorators = readonly PropertyDecorator[];

function field(options: FieldOptions, property: ApiPropertyOptions, checks: Decorators): PropertyDecorator {
  const { optional = false, description, example } = options;
  const described = {
    ...property,
    required: !optional,
    ...(description && { description }),
    ...(example !== undefined && { example }),
  } as ApiPropertyOptions;
  return applyDecorators(optional ? IsOptional() : IsDefined(), ...checks, ApiProperty(described));
}

/** Text of 1 to `max` characters. */
export const TextField = ({ max = 1_000, ...options }: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field(options, { type: String, minLength: 1, maxLength: max }, [IsString(), MinLength(1), MaxLength(max)]);

/** Text from outside, as it came; blank is as good as absent. */
export const LooseTextField = ({ max = 10_000, ...options }: Omit<FieldOptions, 'optional'> & { max?: number } = {}): PropertyDecorator =>
  field({ ...options, optional: true }, { type: String, maxLength: max }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value.trim() === '' ? undefined : value)),
    IsString(),
    MaxLength(max),
  ]);

/** An opaque name of at most 128 characters without control characters. */
export const IdField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, minLength: 1, maxLength: 128 }, [
    IsString(),
    MaxLength(128),
    Matches(/^[^\u0000-\u001f\u007f]+$/, { message: '$property is empty or has control characters' }),
  ]);

export const FlagField = (options: FieldOptions = {}): PropertyDecorator => field(options, { type: Boolean }, [IsBoolean()]);

export const IntegerField = ({
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  ...options
}: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator =>
  field(options, { type: 'integer', minimum: min, maximum: max }, [Type(() => Number), IsInt(), Min(min), Max(max)]);

/** A number, also with decimals. */
export const NumberField = ({
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  ...options
}: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator =>
  field(options, { type: 'number', minimum: min, maximum: max }, [Type(() => Number), IsNumber(), Min(min), Max(max)]);

/** A position or cursor: the dense number of an event, as decimal text. */
export const PositionField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, pattern: '^\\d{1,15}$', example: '0' }, [
    Matches(/^\d{1,15}$/, { message: '$property is a position: a whole number as decimal text, such as 1200' }),
  ]);

/** One of a closed list of words. */
export const ChoiceField = <const T extends readonly string[]>(choices: T, options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, enum: [...choices] }, [IsIn(choices, { message: `$property is one of ${choices.join(', ')}` })]);

/** An ISO 8601 instant with its offset; arrives in the handler in UTC with milliseconds. */
export const InstantField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, format: 'date-time' }, [
    Transform(({ value }: { value: unknown }) => instantOf(value) ?? value),
    IsInstant(),
  ]);

const IsInstant = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isInstant',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) => instantOf(value) !== null,
      defaultMessage: () => '$property is an instant that exists, in ISO 8601 with its offset, such as 2026-03-03T12:00:00Z',
    },
  });

/** Words separated by commas, in a query. */
export const WordsField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, description: 'separated by commas' }, [
    Transform(({ value }: { value: unknown }) => wordsOf(value)),
    IsString({ each: true }),
    ArrayMaxSize(100),
  ]);

/** A comma, but not one between the arguments of a call. */
const BETWEEN_WORDS = /,(?![^()]*\))/;

/** `a,b`, or the parameter given twice, or an array in a body. */
function wordsOf(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .split(BETWEEN_WORDS)
      .map((word) => word.trim())
      .filter(Boolean);
  return Array.isArray(value) ? value.flatMap((part: unknown) => wordsOf(part)) : value;
}

/** A list of short texts. */
export const TextsField = ({
  maxItems = 20,
  max = 320,
  ...options
}: FieldOptions & { maxItems?: number; max?: number } = {}): PropertyDecorator =>
  field(options, { type: [String], maxItems }, [
    IsArray(),
    ArrayMaxSize(maxItems),
    IsString({ each: true }),
    MaxLength(max, { each: true }),
  ]);

/** A form within a form. */
export const NestedField = (type: () => new () => object, options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type }, [IsObject(), ValidateNested(), Type(type)]);

/** Clear facts by name: text, numbers, booleans. Their schema is that of the event. */
export const FactsField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] } },
    [IsObject(), IsFacts()],
  );

const FACT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

const IsFacts = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isFacts',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(([name, fact]) => FACT_NAME.test(name) && (fact === null || isFact(fact))),
      defaultMessage: () =>
        '$property holds text, numbers, booleans or null under names of letters, digits, _ - and . (at most 64 characters)',
    },
  });

const isFact = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** Texts by name, of 20 names at most. */
export const TextsByNameField = ({ max = 10_000, ...options }: FieldOptions & { max?: number } = {}): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: { type: 'string', maxLength: max } }, [IsObject(), IsTextsByName(max)]);

const IsTextsByName =
  (max: number): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name: 'isTextsByName',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => {
          const texts: unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [null];
          return texts.length <= 20 && texts.every((text) => typeof text === 'string' && text.length <= max);
        },
        defaultMessage: () => `$property holds texts of at most ${max} characters by name, 20 names at most`,
      },
    });

/** An object of any content; the domain judges it. */
export const RecordField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: true }, [IsObject()]);

/** Any JSON value, described in words. */
export const AnyField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: true }, [ValidateIf((_, value: unknown) => value !== undefined)]);
