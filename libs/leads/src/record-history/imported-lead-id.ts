import { derivedId } from '#libs/platform';

/** The lead that an import means by `source:id`: always the same, so that an import done again after its undo finds its stream. */
export const importedLeadId = (source: string, id: string): string => derivedId('lead', source, id);
