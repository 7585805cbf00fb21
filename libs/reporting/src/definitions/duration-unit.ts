import { type DurationUnit } from './definition.js';

export const unitMs: Readonly<Record<DurationUnit, number>> = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000 };
export const durationUnits = Object.keys(unitMs) as DurationUnit[];
