import { Type } from '@sinclair/typebox';
import { vocabularyFields } from './vocabulary.js';

/** What an editor is told of a vocabulary's YAML, for completion and first mistakes. `vocabulary check` finds all the others. */

const optional = Type.Optional;
const text = (description: string) => Type.Unsafe<string | number>({ type: ['string', 'number'], description });
const many = (description: string) => Type.Union([Type.Array(text('')), text('')], { description });
const day = (description: string) => Type.Unsafe<string>({ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });
const field = Type.Unsafe<string>({ type: 'string', enum: [...vocabularyFields] });

const Code = Type.Object(
  {
    label: optional(text('how it is shown; default the code')),
    aliases: optional(many('how it is written too')),
    from: optional(day('the first day on which it may be entered')),
    to: optional(day('the last day on which it may be entered')),
    parent: optional(
      Type.Union([
        text('the code above it'),
        Type.Array(
          Type.Object(
            { code: text('the code above it'), from: optional(day('from when on; left out only in the first')) },
            { additionalProperties: false },
          ),
        ),
      ]),
    ),
  },
  { additionalProperties: false, description: 'a value with what is known of it' },
);

export const VocabularySchema = Type.Object(
  {
    vocabulary: Type.Unsafe<string>({ type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$', description: 'its name' }),
    title: text('what its values are'),
    describe: optional(text('why so')),
    attributes: optional(many('the attributes of leads and inquiries that have these values')),
    fields: optional(Type.Union([Type.Array(field), field], { description: 'the parts of an inquiry that have these values' })),
    fromText: optional(
      Type.Boolean({ description: 'whether its attributes are taken from the free text of an inquiry that does not say them' }),
    ),
    withdrawn: optional(many('writings that the version before knew and that shall no longer mean anything')),
    codes: Type.Record(Type.String(), Type.Union([Code, text('its label'), Type.Null({ description: 'the code is its label' })]), {
      minProperties: 1,
      description: 'each value by its code',
    }),
  },
  { $schema: 'http://json-schema.org/draft-07/schema#', title: 'LeadLedger vocabulary', additionalProperties: false },
);
