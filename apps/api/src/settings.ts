export const SETTINGS = Symbol('settings');

/** What of the configuration the endpoints themselves need. */
export interface ApiSettings {
  /** The organisation's zone: a date without a zone begins in it. */
  readonly timeZone: string;
  readonly version: string;
  /** Where callers reach this API, for the documents that name it. */
  readonly url: () => string;
}
