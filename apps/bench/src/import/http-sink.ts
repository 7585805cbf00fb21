import { type BatchAnswer, type ImportBegun, type ImportCompleted, type ImportSink } from '#libs/history';
import { type BenchApi } from '../workbench/api.js';

/** To the API, as the command line does. */
export const httpSink = ({ post }: BenchApi): ImportSink => ({
  start: (request) => post<ImportBegun>('/v1/imports', request),
  acceptOrganisation: (id, facts) => post<{ events: number }>(`/v1/imports/${id}/organisation`, { facts }),
  accept: (id, cases, enforcement) => post<BatchAnswer>(`/v1/imports/${id}/cases`, { cases, enforcement }),
  complete: (id, totals) => post<ImportCompleted>(`/v1/imports/${id}/complete`, totals),
});
