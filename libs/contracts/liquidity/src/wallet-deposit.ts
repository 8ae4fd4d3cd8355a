/** How USDC that reaches a wallet becomes a deposit: seen and final, booked in the ledger, then available. */
import { chainSchema, checkRequest, contractOf, idSchema, moneySchema, pageSchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('liquidity');

/** A transfer on a chain. `position`: of its log among those of its transaction, which a reorganisation does not change. */
export const chainTransferSchema = z.object({ chain: chainSchema, txHash: z.string().min(1), position: z.int().min(0) });

/**
 * USDC has reached a wallet for good; it counts once the ledger has booked it under `depositId`. Told again until that is settled.
 * `transfer`: where it was seen; absent when the sandbox made the deposit, which nobody else can then have carried.
 */
export const walletDepositSeen = service.event(
  'wallet-deposit-seen',
  z.object({ depositId: idSchema, walletId: idSchema, amount: positiveMoneySchema, transfer: chainTransferSchema.optional() }),
  {
    depositId: 'arbitrum/0x5f7c6d2f0a0c1d9d0d6a3b4cf1e2d3c4b5a697887766554433221100ffeeddcc/0', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db',
    amount: { currency: 'USDC', units: '40000000' },
    transfer: { chain: 'arbitrum', txHash: '0x5f7c6d2f0a0c1d9d0d6a3b4cf1e2d3c4b5a697887766554433221100ffeeddcc', position: 0 },
  },
);

/** `booked`: the ledger has it, so it is available. `own_transfer`: the wallet's own cash on its way between chains, which is no deposit. */
export const settleWalletDeposit = service.command('settle-wallet-deposit', {
  body: z.object({ depositId: idSchema, walletId: idSchema, outcome: z.enum(['booked', 'own_transfer']) }),
  sample: { depositId: '2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7d', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', outcome: 'booked' },
  answers: [],
});

/**
 * Wallets as the chains show them and as they are booked, newest first; both without what positions have earned.
 * `coming`: on a chain, and not final or not booked yet. `gone`: booked, and taken back by a reorganisation since.
 */
export const reconcileWallets = service.request('reconcile-wallets', {
  body: pageSchema,
  reply: z.object({
    wallets: z.array(z.object({
      id: idSchema, onChain: moneySchema, booked: moneySchema, coming: moneySchema, gone: z.array(z.object({ depositId: idSchema, amount: positiveMoneySchema })),
    })),
    hasMore: z.boolean(),
  }),
  refusals: ['invalid_request'],
});

/** Invariant 5, for what arrived: every deposit that was booked is on its chain. */
export const checkDeposits = checkRequest('liquidity');
