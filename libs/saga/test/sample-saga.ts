import type { Columns, Command, Saga } from '../src/saga.js';

/** A small table for this library's own tests: an order that reserves, pays, and gives back when cancelled or late. */
export type SampleState = 'reserving' | 'paying' | 'givingBack' | 'paid' | 'abandoned';
export interface SampleData { readonly amount: number; readonly paidAt?: string }
export interface SampleMessages {
  'stock.reserved': { readonly place: string };
  'stock.refused': { readonly reason: string };
  'stock.given-back': object;
  'bank.paid': { readonly at: string };
  'customer.cancel': object;
}

const command = (name: string, answers: readonly string[], more: Partial<Command<SampleData, string>> = {}): Command<SampleData, string> => ({
  name, answers, ...more, build: ({ amount }) => `${name} ${amount}`,
});
const giveBack = command('stock.give-back', ['stock.given-back'], { revokes: ['stock.reserve'] });
const stale = ['stock.reserved', 'stock.refused'] as const;

export const sampleSaga: Saga<SampleState, SampleData, SampleMessages, Columns, string> = {
  version: 1,
  starts: ['reserving'],
  terminalPhases: ['closed'],
  cancelledBy: ['customer.cancel'],
  orders: { cancellation: { by: ['customer.cancel'], otherwise: 'refused' } },
  rows: {
    reserving: {
      phase: 'open', cancellable: true, send: command('stock.reserve', ['stock.reserved', 'stock.refused']), timeout: '1m', onTimeout: 'givingBack',
      on: { 'stock.reserved': 'paying', 'stock.refused': 'abandoned', 'customer.cancel': 'givingBack' },
      defer: ['bank.paid'],
    },
    paying: {
      phase: 'open', hold: 'bank', send: command('bank.pay', ['bank.paid']), timeout: ({ amount }) => new Date(amount), onTimeout: 'paying',
      on: { 'bank.paid': { to: 'paid', assign: ({ at }) => ({ paidAt: at }) } },
      ignore: stale,
    },
    givingBack: {
      phase: 'open', replies: { cancellation: 'pending' }, compensates: true, send: giveBack, timeout: '1m', onTimeout: 'givingBack',
      on: { 'stock.given-back': 'abandoned' }, ignore: stale,
    },
    paid: { phase: 'closed', ends: true, on: {}, ignore: [...stale, 'bank.paid'] },
    abandoned: { phase: 'closed', replies: { cancellation: 'done' }, ends: true, on: {}, ignore: [...stale, 'stock.given-back'] },
  },
};
