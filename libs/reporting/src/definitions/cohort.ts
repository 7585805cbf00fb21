/**
 * Rows that begin on the date basis and are waited for: whether `of` comes within the window. `days` counts whole dates, `span` is exact between
 * instants, `calendar` ends with the week, month … in which the row begins, `ever` never ends.
 */
export interface Cohort {
  /** A time fact of the entity. */
  readonly of: string;
  readonly window:
    | { readonly kind: 'days'; readonly days: number }
    | { readonly kind: 'span'; readonly ms: number }
    | { readonly kind: 'calendar'; readonly unit: 'week' | 'month' | 'quarter' | 'year' }
    | { readonly kind: 'ever' };
}
