import type { Ask, Saga } from '../src/saga.js';

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

const asking = (command: string, answers: readonly string[], more: Partial<Ask<SampleData, string>> = {}): Ask<SampleData, string> => ({
  command, answers, ...more, build: ({ amount }) => `${command} ${amount}`,
});
const giveBack = asking('stock.give-back', ['stock.given-back'], { takesBack: ['stock.reserve'] });
const late = ['stock.reserved', 'stock.refused'] as const;

export const sampleSaga: Saga<SampleState, SampleData, SampleMessages, string, string> = {
  version: 1,
  starts: ['reserving'],
  rows: {
    reserving: {
      is: 'open', send: asking('stock.reserve', ['stock.reserved', 'stock.refused']), within: '1m', late: 'givingBack',
      on: { 'stock.reserved': 'paying', 'stock.refused': 'abandoned', 'customer.cancel': 'givingBack' },
      early: ['bank.paid'],
    },
    paying: {
      is: 'open', send: asking('bank.pay', ['bank.paid']), within: ({ amount }) => new Date(amount), late: 'paying',
      on: { 'bank.paid': { to: 'paid', keep: ({ at }) => ({ paidAt: at }) } },
      ignore: late,
    },
    givingBack: { is: 'open', send: giveBack, within: '1m', late: 'givingBack', on: { 'stock.given-back': 'abandoned' }, ignore: late },
    paid: { is: 'closed', ends: true, on: {}, ignore: [...late, 'bank.paid'] },
    abandoned: { is: 'closed', ends: true, on: {}, ignore: [...late, 'stock.given-back'] },
  },
};
