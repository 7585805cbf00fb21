import { type OccurredAt } from '#libs/contracts';

/** A bound of a period as it was stated: a date stays a date, and an unknown time has no value. */
export interface StatedTime {
  readonly precision: OccurredAt['precision'];
  readonly value: string | null;
}

export const statedTime = ({ precision, value }: OccurredAt): StatedTime => ({ precision, value });

export const statedInstant = (ms: number): StatedTime => ({ precision: 'instant', value: new Date(ms).toISOString() });
