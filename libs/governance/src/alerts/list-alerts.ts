import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type AlertDelivery } from './alert-state.js';

export interface AlertLine {
  readonly alert: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly lead: string | null;
  /** Whose turn it is. */
  readonly to: string;
  /** Everybody who was told, in order. */
  readonly told: readonly string[];
  readonly open: boolean;
  readonly raisedAt: string;
  readonly escalatesAt: string | null;
  readonly acknowledged: { readonly by: string; readonly at: string; readonly note: string | null } | null;
  /** Everybody in line was told, and nobody answered. */
  readonly exhausted: boolean;
  /** Who was told how and when, and what failed. */
  readonly deliveries: readonly AlertDelivery[];
}

export interface AlertQuery {
  /** Only those this person was told. */
  readonly person?: string;
  readonly open?: boolean;
  /** The alert after which the list begins. */
  readonly after?: string;
  readonly limit: number;
}

export async function listAlerts(pool: Pool, { person, open, after, limit }: AlertQuery): Promise<AlertLine[]> {
  const { rows } = await pool.query<Omit<AlertLine, 'raisedAt' | 'escalatesAt'> & { raisedAt: Date; escalatesAt: Date | null }>({
    name: 'list-alerts',
    text: readSql(import.meta.url, './list-alerts.sql'),
    values: [person ?? null, open ?? null, after ?? null, limit],
  });
  return rows.map((row) => ({ ...row, raisedAt: row.raisedAt.toISOString(), escalatesAt: row.escalatesAt?.toISOString() ?? null }));
}
