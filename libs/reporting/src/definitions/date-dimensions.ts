/** Dimensions every definition has: the part of the calendar, in its zone, that the date basis falls into. */
export const dateDimensions: readonly string[] = ['day', 'week', 'month', 'quarter', 'year'];
