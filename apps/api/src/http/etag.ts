import { badRequest } from '#libs/platform';

/** The strong tag of a stream at a revision. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** The revision that `If-Match` pins; undefined where the caller pins none (`*` or no header). */
export function expectedRevisionOf(ifMatch: string | undefined): number | undefined {
  const text = ifMatch?.trim();
  if (!text || text === '*') return undefined;
  const revision = /^"?(\d{1,15})"?$/.exec(text)?.[1];
  if (revision === undefined) {
    throw badRequest({
      code: 'REQUEST.IF_MATCH',
      message: 'If-Match takes one ETag as this API gave it, such as "7"',
      path: '/headers/if-match',
    });
  }
  return Number(revision);
}
