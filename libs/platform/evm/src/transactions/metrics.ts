import { Counter, Gauge } from 'prom-client';

export const formsNotTaken = new Counter({
  name: 'sluice_chain_transactions_not_taken_total',
  help: 'Transactions that a node would not take, by why: fee, funds or other.',
  labelNames: ['chain', 'because'] as const,
});

export const feesAtTheirLimit = new Counter({
  name: 'sluice_chain_fees_at_limit_total',
  help: 'Transactions that wait and whose fees cannot be raised further.',
  labelNames: ['chain'] as const,
});

export const transactionsGone = new Counter({
  name: 'sluice_chain_transactions_gone_total',
  help: 'Transactions that a reorganisation took back after they were final.',
  labelNames: ['chain'] as const,
});

export const nonceHoles = new Gauge({
  name: 'sluice_chain_nonce_holes',
  help: 'Accounts in which no transaction uses the next nonce while others wait behind it.',
  labelNames: ['chain'] as const,
});
