/** What went wrong, in a line for the person who watches the server. */
export const describeTrouble = (error: unknown): string => (error instanceof Error ? error.message : String(error));
