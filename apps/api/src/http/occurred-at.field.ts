import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, registerDecorator } from 'class-validator';
import { isDate, isZone } from '#libs/calendar';
import { type OccurredAt } from '#libs/contracts';
import { instantOf } from './instant.js';

/** As callers may write it: an instant, a date, or both spelled out. */
type OccurredAtInput =
  string | { readonly value?: string | null; readonly precision: 'instant' | 'day' | 'unknown'; readonly zone?: string };

/** Effective time in any of its spellings; null of anything else. A date without a zone begins in the organisation's. */
export function occurredAtOf(input: unknown, organisationZone: string): OccurredAt | null {
  if (typeof input === 'string') return ofText(input, organisationZone);
  if (typeof input !== 'object' || input === null) return null;
  const { value, precision, zone } = input as Partial<Exclude<OccurredAtInput, string>>;
  switch (precision) {
    case 'unknown':
      return value == null ? { precision, value: null } : null;
    case 'day':
      return value != null && isDate(value) && isZone(zone ?? organisationZone)
        ? { precision, value, zone: zone ?? organisationZone }
        : null;
    case 'instant': {
      const instant = instantOf(value);
      return instant ? { precision, value: instant } : null;
    }
    case undefined:
      return typeof value === 'string' ? ofText(value, organisationZone) : null;
  }
}

function ofText(text: string, zone: string): OccurredAt | null {
  if (isDate(text)) return { precision: 'day', value: text, zone };
  const instant = instantOf(text);
  return instant ? { precision: 'instant', value: instant } : null;
}

const MESSAGE =
  '$property is an instant (2026-03-03T12:00:00Z), a date (2026-03-03), or {value, precision: instant | day | unknown, zone?}; it must exist in the calendar';

export const OccurredAtField = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name: 'isOccurredAt',
        target: target.constructor,
        propertyName: String(property),
        validator: { validate: (value: unknown) => occurredAtOf(value, 'UTC') !== null, defaultMessage: () => MESSAGE },
      }),
    ApiProperty({
      required: false,
      description: 'when it was true in the world; default now',
      oneOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
        {
          type: 'object',
          required: ['precision'],
          properties: {
            value: { type: 'string', nullable: true },
            precision: { type: 'string', enum: ['instant', 'day', 'unknown'] },
            zone: { type: 'string' },
          },
        },
      ],
    }),
  );
