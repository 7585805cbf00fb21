import { localDate } from '#libs/calendar';
import { type OccurredAt } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type EnteredValues, judgeValues } from './judge-values.js';
import { type VocabularyReader } from './read-vocabularies.js';

/** What the vocabularies in force at `now` (ISO) say against values that are true at `occurredAt`. Pure: everything was read before. */
export type ValueJudge = (values: Omit<EnteredValues, 'day'>, occurredAt: OccurredAt, now: string) => readonly Violation[];

/** Reads the vocabularies once; `zone` says on which day an instant lies. */
export const loadValueJudge =
  (vocabularies: VocabularyReader, zone: string): (() => Promise<ValueJudge>) =>
  async () => {
    const library = await vocabularies();
    return (values, occurredAt, now) => {
      const { precision, value } = occurredAt;
      const day = precision === 'instant' ? localDate(value, zone) : value;
      return judgeValues(library.chosen(library.inForce(now)), { ...values, day });
    };
  };
