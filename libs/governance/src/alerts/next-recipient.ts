import { type AlertRecipient } from '#libs/contracts';
import { type Recipients } from './recipients.port.js';

/** The next one to tell. `step` counts recipients passed over too. */
export interface NextRecipient {
  readonly step: number;
  readonly recipient: AlertRecipient;
  readonly person: string;
}

/**
 * The first of `line` from `step` on who is somebody and was not told yet; after them the last resort. Null: everybody has been told.
 */
export async function nextRecipient(
  recipients: Recipients,
  line: readonly AlertRecipient[],
  step: number,
  told: readonly string[],
  lastResort: string,
): Promise<NextRecipient | null> {
  for (let index = step; index < line.length; index++) {
    const recipient = line[index]!;
    const person = await recipients.personOf(recipient);
    if (person !== null && !told.includes(person)) return { step: index, recipient, person };
  }
  return told.includes(lastResort) ? null : { step: line.length, recipient: { person: lastResort }, person: lastResort };
}
