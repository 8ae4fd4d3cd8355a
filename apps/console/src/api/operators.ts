import type { OperatorOrders, OperatorPaths } from '@sluice/clients/operators';
import { client, said } from './client.ts';
import type { ActionPreview, Amount, ApiClient, CauseCount, DeadLetter, Dialect, FeeSchedule, Limit, Page } from './shapes.ts';

/** The query of a list, by its path. */
type QueryOf<Path extends keyof OperatorPaths> = OperatorPaths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never;

/** What a PUT replaces something with. */
export type Replacement<Path extends keyof OperatorPaths> = OperatorPaths[Path] extends { put: { requestBody?: { content: { 'application/json': infer Body } } } } ? Body : never;
type Choice = { readonly ids?: string[]; readonly cause?: string; readonly reason: string };

const MOST = { limit: 200 } as const;

/** As it stands in an address: the gateway judges what a person wrote there. */
type Written<Query> = { readonly [Name in keyof Query]?: Query[Name] | string | undefined };

const by = <Query extends object>(query: Query) => ({ params: { query } });

/** A field of a filter that is empty is none. */
const written = <Query extends object>(query: Written<Query>) => by(Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)) as Query);

const of = (id: string) => ({ params: { path: { id } } });

/** A list of all causes, or of the letters of one: by what is asked for it is the one or the other. */
const lettersOrCauses = <List>(query: Written<QueryOf<'/dead-letters'>>) => said(client.GET('/dead-letters', written<QueryOf<'/dead-letters'>>(query))) as Promise<unknown> as Promise<List>;

/** The operators' API, a function for each thing that the console asks of it. */
export const api = {
  session: () => said(client.GET('/session')),
  tenants: () => said(client.GET('/tenants', by(MOST))),

  flow: (window: string) => said(client.GET('/flow', written<QueryOf<'/flow'>>({ window }))),
  backlog: () => said(client.GET('/webhooks/backlog')),
  providers: () => said(client.GET('/providers')),
  stuck: (query: QueryOf<'/stuck'> = {}) => said(client.GET('/stuck', by(query))),
  invariants: () => said(client.GET('/invariants')),
  reconciliations: (limit = 1) => said(client.GET('/reconciliations', by({ limit }))),
  reconcile: () => said(client.POST('/reconciliations', { body: {} })),

  withdrawals: (query: Written<QueryOf<'/withdrawals'>>) => said(client.GET('/withdrawals', written<QueryOf<'/withdrawals'>>(query))),
  withdrawal: (id: string) => said(client.GET('/withdrawals/{id}', of(id))),
  timeline: (id: string) => said(client.GET('/withdrawals/{id}/timeline', of(id))),
  outlook: (id: string) => said(client.GET('/withdrawals/{id}/outlook', of(id))),
  preview: (action: ActionPreview['action'], ids: readonly string[]) => said(client.GET('/action-previews', by({ action, ids: ids.join(',') }))),
  // The three actions have one shape.
  act: (id: string, action: ActionPreview['action'], reason: string) => said(client.POST(`/withdrawals/{id}/actions/${action}` as '/withdrawals/{id}/actions/fail', { ...of(id), body: { reason } })),
  entries: (withdrawalId: string) => said(client.GET('/ledger/entries', by({ withdrawalId, ...MOST }))),

  documents: (query: QueryOf<'/documents'>) => said(client.GET('/documents', by(query))),
  documentContent: (id: string) => said(client.GET('/documents/{id}/content', { ...of(id), parseAs: 'blob' })),
  review: (id: string, decision: 'accept' | 'reject', reason: string) => said(client.POST(`/documents/{id}/${decision}` as '/documents/{id}/accept', { ...of(id), body: reason === '' ? {} : { reason } })),
  decide: (id: string, decision: 'clear' | 'refuse', reason: string) => said(client.POST(`/withdrawals/{id}/actions/${decision}` as '/withdrawals/{id}/actions/clear', { ...of(id), body: { reason } })),
  referrals: () => said(client.GET('/referrals', by(MOST))),
  listedNames: () => said(client.GET('/listed-names', by(MOST))),

  deliveries: (query: QueryOf<'/webhooks/deliveries'>) => said(client.GET('/webhooks/deliveries', by(query))),
  redeliver: (id: string, reason: string) => said(client.POST('/webhooks/deliveries/{id}/redeliver', { ...of(id), body: { reason } })),
  subscriptions: (active?: boolean) => said(client.GET('/webhooks/subscriptions', by({ ...MOST, ...(active !== undefined && { active: active ? ('true' as const) : ('false' as const) }) }))),
  enable: (id: string, reason: string) => said(client.POST('/webhooks/subscriptions/{id}/enable', { ...of(id), body: { reason } })),
  replay: (body: OperatorOrders['/events/replay']) => said(client.POST('/events/replay', { body })),

  causes: () => lettersOrCauses<Page<CauseCount>>({ groupBy: 'cause' }),
  deadLetters: (query: { readonly cause: string | undefined; readonly limit: number }) => lettersOrCauses<Page<DeadLetter>>(query),
  deadLetter: (id: string) => said(client.GET('/dead-letters/{id}', of(id))),
  redrive: (body: Choice) => said(client.POST('/dead-letters/redrive', { body })),
  discard: (body: Choice) => said(client.POST('/dead-letters/discard', { body })),
  unmatched: () => said(client.GET('/unmatched-reports')),
  bankFiles: () => said(client.GET('/bank-files')),

  clients: () => said(client.GET('/clients', by(MOST))),
  addClient: (dialect: Dialect | 'ops') => said(client.POST('/clients', { body: { dialect } })),
  revokeClient: (id: ApiClient['id']) => said(client.DELETE('/clients/{id}', of(id))),
  feeSchedules: () => said(client.GET('/fee-schedules')),
  setFeeSchedule: (id: FeeSchedule['id'], body: { readonly charge: FeeSchedule['charge']; readonly flat: readonly Amount[] }) =>
    said(client.PUT('/fee-schedules/{id}', { ...of(id), body: body as Replacement<'/fee-schedules/{id}'> })),
  pauses: () => said(client.GET('/pauses', by(MOST))),
  pause: (body: OperatorOrders['/pauses']) => said(client.POST('/pauses', { body })),
  release: (id: string) => said(client.DELETE('/pauses/{id}', of(id))),
  limits: () => said(client.GET('/limits', by(MOST))),
  setLimits: (limits: Limit[]) => said(client.PUT('/limits', { body: { limits } })),

  clock: () => said(client.GET('/clock')),
  advance: (by: string) => said(client.POST('/clock/advance', { body: { by } })),
  sandbox: () => said(client.GET('/sandbox')),
  setSandbox: (body: Replacement<'/sandbox'>) => said(client.PUT('/sandbox', { body })),
  /** What a form of the sandbox sends: the gateway judges its fields. */
  simulate: (what: string, body: object) => said(client.POST(`/simulations/${what}` as '/simulations/deposits', { body: body as OperatorOrders['/simulations/deposits'] })),
  clearFaults: () => said(client.DELETE('/simulations/faults')),
};
