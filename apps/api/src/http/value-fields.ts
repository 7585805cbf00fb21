import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { IsDefined, IsOptional, registerDecorator } from 'class-validator';
import { Holder, Money } from '#libs/contracts';

/** Fields whose shape an event has too: checked and described by the schema of libs/contracts, so that the two cannot differ. */
function valueField(name: string, schema: TSchema, message: string, openApi: ApiPropertyOptions, optional = false): PropertyDecorator {
  return applyDecorators(
    optional ? IsOptional() : IsDefined(),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: String(property),
        validator: { validate: (value: unknown) => Value.Check(schema, value), defaultMessage: () => message },
      }),
    ApiProperty({ ...openApi, required: !optional } as ApiPropertyOptions),
  );
}

export const HolderField = ({ optional = false } = {}): PropertyDecorator =>
  valueField(
    'isHolder',
    Holder,
    '$property is {kind: person | team | pool, id}, or {kind: unknown}',
    {
      type: 'object',
      properties: { kind: { type: 'string', enum: ['person', 'team', 'pool', 'unknown'] }, id: { type: 'string' } },
    },
    optional,
  );

export const MoneyField = ({ optional = false } = {}): PropertyDecorator =>
  valueField(
    'isMoney',
    Money,
    '$property is {amount: "1200.50", currency: "EUR"}: a decimal as text and an ISO 4217 code',
    { type: 'object', properties: { amount: { type: 'string' }, currency: { type: 'string' } } },
    optional,
  );
