/** Where one can go, and by which keys: `g` and then the letter. */
export interface Place { readonly path: string; readonly name: string; readonly key: string; readonly says: string; readonly sandboxOnly?: boolean }

export const places: readonly Place[] = [
  { path: '/', name: 'Now', key: 'n', says: 'everything at once' },
  { path: '/withdrawals', name: 'Withdrawals', key: 'w', says: 'find one, or act on many' },
  { path: '/reviews', name: 'Reviews', key: 'r', says: 'documents and name matches' },
  { path: '/repair', name: 'Repair', key: 'p', says: 'dead letters, stuck work, endpoints' },
  { path: '/set-up', name: 'Set-up', key: 's', says: 'clients, fees, limits, pauses, webhooks' },
  { path: '/sandbox', name: 'Sandbox', key: 'x', says: 'clock, deposits, faults', sandboxOnly: true },
];
