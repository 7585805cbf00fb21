import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { IsDefined, IsOptional, registerDecorator } from 'class-validator';
import { Holder, Money, PoolAudience, ReleaseRoute } from '#libs/contracts';

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

export const AudienceField = ({ description }: { readonly description: string }): PropertyDecorator =>
  valueField(
    'isAudience',
    PoolAudience,
    '$property is {roles: […], teams: […], reps: […]}, or null for everyone',
    {
      type: 'object',
      nullable: true,
      description,
      properties: Object.fromEntries(['roles', 'teams', 'reps'].map((name) => [name, { type: 'array', items: { type: 'string' } }])),
    } as ApiPropertyOptions,
    true,
  );

export const ReleaseRoutesField = (): PropertyDecorator =>
  valueField('isReleaseRoutes', Type.Array(ReleaseRoute), '$property is a list of {reason, cameFrom, to}, each a text or null', {
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(['reason', 'cameFrom', 'to'].map((name) => [name, { type: 'string', nullable: true }])),
    },
    description:
      'the first that matches says the pool; null in reason and cameFrom matches any, null in to sends it back where it came from',
  } as ApiPropertyOptions);
