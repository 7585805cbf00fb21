import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { WordsField } from './fields.js';

const VERSION = /^([a-z][a-z0-9_]{0,63})@([1-9]\d{0,8})$/;

/** Names with versions: `us_states@2,channels@1`, or a list of them. */
export const VersionsField = ({ description }: { readonly description: string }): PropertyDecorator =>
  applyDecorators(
    WordsField({ optional: true, description, example: 'us_states@2' }),
    Matches(VERSION, { each: true, message: '$property are names with versions, such as us_states@2' }),
  );

/** By name; the last one counts. */
export const versionsOf = (said: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    said.flatMap((each) => {
      const [, name, version] = VERSION.exec(each) ?? [];
      return name === undefined ? [] : [[name, Number(version)]];
    }),
  );
