import { ask, askRaw, type Query } from './ask.ts';
import type * as shapes from './shapes.ts';

type Page<Row> = Promise<shapes.Page<Row>>;
type Choice = { readonly ids?: readonly string[]; readonly cause?: string; readonly reason: string };

/** The operators' API, a function for each thing that the console asks of it. */
export const api = {
  session: () => ask<shapes.Session>('/session'),

  flow: (window: string) => ask<shapes.Flow>('/flow', { query: { window } }),
  backlog: () => ask<shapes.Backlog>('/webhooks/backlog'),
  providers: () => ask<shapes.Page<shapes.ProviderHealth>>('/providers'),
  stuck: (query: Query = {}): Page<shapes.StuckStep> => ask('/stuck', { query }),
  invariants: () => ask<shapes.Verdict>('/invariants'),
  reconciliations: (limit = 1): Page<shapes.Reconciliation> => ask('/reconciliations', { query: { limit } }),
  reconcile: () => ask<shapes.Reconciliation>('/reconciliations', { method: 'POST', body: {} }),

  withdrawals: (query: Query): Page<shapes.Withdrawal> => ask('/withdrawals', { query }),
  withdrawal: (id: string) => ask<shapes.Withdrawal>(`/withdrawals/${id}`),
  timeline: (id: string): Page<shapes.TimelineRow> => ask(`/withdrawals/${id}/timeline`),
  outlook: (id: string) => ask<shapes.Outlook>(`/withdrawals/${id}/outlook`),
  preview: (action: string, ids: readonly string[]): Page<shapes.ActionPreview> => ask('/action-previews', { query: { action, ids: ids.join(',') } }),
  act: (id: string, action: string, reason: string) => ask<shapes.Withdrawal>(`/withdrawals/${id}/actions/${action}`, { method: 'POST', body: { reason } }),
  entries: (withdrawalId: string): Page<shapes.Entry> => ask('/ledger/entries', { query: { withdrawalId, limit: 200 } }),

  documents: (query: Query): Page<shapes.Document> => ask('/documents', { query }),
  documentContent: async (id: string) => (await askRaw(`/documents/${id}/content`, { accept: '*/*' })).blob(),
  review: (id: string, decision: 'accept' | 'reject', reason: string) => ask<unknown>(`/documents/${id}/${decision}`, { method: 'POST', body: reason === '' ? {} : { reason } }),
  decide: (id: string, decision: 'clear' | 'refuse', reason: string) => ask<unknown>(`/withdrawals/${id}/actions/${decision}`, { method: 'POST', body: { reason } }),
  referrals: (): Page<shapes.Referral> => ask('/referrals', { query: { limit: 200 } }),
  listedNames: (): Page<shapes.ListedName> => ask('/listed-names', { query: { limit: 200 } }),

  deliveries: (query: Query): Page<shapes.Delivery> => ask('/webhooks/deliveries', { query }),
  redeliver: (id: string, reason: string) => ask<shapes.Delivery>(`/webhooks/deliveries/${id}/redeliver`, { method: 'POST', body: { reason } }),
  subscriptions: (active?: boolean): Page<shapes.Subscription> => ask('/webhooks/subscriptions', { query: { active, limit: 200 } }),
  enable: (id: string, reason: string) => ask<shapes.Subscription>(`/webhooks/subscriptions/${id}/enable`, { method: 'POST', body: { reason } }),
  replay: (body: { readonly subscriptionId?: string; readonly sinceFailure?: boolean; readonly ids?: readonly string[]; readonly reason: string }) => ask<{ count: number }>('/events/replay', { method: 'POST', body }),

  causes: (): Page<shapes.CauseCount> => ask('/dead-letters', { query: { groupBy: 'cause' } }),
  deadLetters: (query: Query): Page<shapes.DeadLetter> => ask('/dead-letters', { query }),
  deadLetter: (id: string) => ask<shapes.OpenedLetter>(`/dead-letters/${id}`),
  redrive: (body: Choice) => ask<{ count: number }>('/dead-letters/redrive', { method: 'POST', body }),
  discard: (body: Choice) => ask<{ count: number }>('/dead-letters/discard', { method: 'POST', body }),
  unmatched: (): Page<shapes.UnmatchedReport> => ask('/unmatched-reports'),
  bankFiles: (): Page<shapes.BankFile> => ask('/bank-files'),

  clients: (): Page<shapes.ApiClient> => ask('/clients', { query: { limit: 200 } }),
  addClient: (dialect: string) => ask<shapes.ApiClient & { secret: string }>('/clients', { method: 'POST', body: { dialect } }),
  revokeClient: (id: string) => ask<null>(`/clients/${id}`, { method: 'DELETE' }),
  feeSchedules: (): Page<shapes.FeeSchedule> => ask('/fee-schedules'),
  setFeeSchedule: (id: string, body: { readonly charge: string; readonly flat: readonly shapes.Amount[] }) => ask<shapes.FeeSchedule>(`/fee-schedules/${id}`, { method: 'PUT', body }),
  pauses: (): Page<shapes.Pause> => ask('/pauses', { query: { limit: 200 } }),
  pause: (body: Omit<shapes.Pause, 'id' | 'since'>) => ask<shapes.Pause>('/pauses', { method: 'POST', body }),
  release: (id: string) => ask<shapes.Pause>(`/pauses/${id}`, { method: 'DELETE' }),
  limits: (): Page<shapes.Limit> => ask('/limits', { query: { limit: 200 } }),
  setLimits: (limits: readonly shapes.Limit[]): Page<shapes.Limit> => ask('/limits', { method: 'PUT', body: { limits } }),

  clock: () => ask<{ now: string }>('/clock'),
  advance: (by: string) => ask<{ now: string }>('/clock/advance', { method: 'POST', body: { by } }),
  sandbox: () => ask<shapes.Sandbox>('/sandbox'),
  setSandbox: (body: unknown) => ask<shapes.Sandbox>('/sandbox', { method: 'PUT', body }),
  simulate: (what: string, body: unknown) => ask<{ id?: string }>(`/simulations/${what}`, { method: 'POST', body }),
  clearFaults: () => ask<null>('/simulations/faults', { method: 'DELETE' }),
};
