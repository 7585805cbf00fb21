import { type BatchAnswer, type ImportBegun, type ImportCompleted, type ImportSink } from '#libs/history';
import { type ApiClient } from './api-client.js';

/** An import over HTTP. Everything in it may be sent twice. */
export const importSink = (api: ApiClient): ImportSink => ({
  start: (request) => api.post<ImportBegun>('/v1/imports', request),
  acceptOrganisation: (id, facts) => api.post<{ events: number }>(`/v1/imports/${encodeURIComponent(id)}/organisation`, { facts }),
  accept: (id, cases, enforcement) => api.post<BatchAnswer>(`/v1/imports/${encodeURIComponent(id)}/cases`, { cases, enforcement }),
  complete: (id, totals) => api.post<ImportCompleted>(`/v1/imports/${encodeURIComponent(id)}/complete`, totals),
});
