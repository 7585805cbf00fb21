import { type Pool } from 'pg';
import { type RatesCommands } from '#libs/governance';

export const RATES = Symbol('rates');

/** What the endpoints of exchange rates work with. */
export interface RatesService {
  readonly commands: RatesCommands;
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
}
