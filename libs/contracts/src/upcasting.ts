/** Turns the data of version `from` into version `from + 1`. Pure; never changes what it is given. */
type Upcaster = (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version they start from. Complete from 1 to one below the current version. */
export type UpcasterChain = Readonly<Record<number, Upcaster>>;

export class MissingUpcasterError extends Error {}

/** Reads data of version `from` as version `to`. Throws `MissingUpcasterError` where a link is missing, or the data is from a later release. */
export function upcastThrough(
  type: string,
  chain: UpcasterChain,
  data: Readonly<Record<string, unknown>>,
  from: number,
  to: number,
): Record<string, unknown> {
  if (from > to)
    throw new MissingUpcasterError(
      `${type} version ${from} was written by a later release (this one knows ${to}): upgrade before reading this log`,
    );
  let current: Record<string, unknown> = data;
  for (let version = from; version < to; version++) {
    const up = chain[version];
    if (!up)
      throw new MissingUpcasterError(`No upcaster of ${type} from version ${version}: add it to libs/contracts/src/event-versions.ts`);
    current = up(current);
  }
  return current;
}
