import { derivedId } from '#libs/platform';

/**
 * The lead that an import means by `source:id`. Always the same chain of ids: where all that the stream of one says was retracted, a new import
 * begins the stream of the next, so that it keeps the source's own recording times.
 *
 * @param place 1 is the first of the chain.
 */
export const importedLeadId = (source: string, id: string, place = 1): string =>
  place === 1 ? derivedId('lead', source, id) : derivedId('lead', source, id, place);
