import { describe, expect, it } from '@jest/globals';
import { BraidCaller, usdcOnChain } from '@sluice/tools/client';
import { randomBytes } from 'node:crypto';
import { decide, referralOf } from './referrals.js';
import { openStory } from './story.js';

const story = await openStory();
const braid = new BraidCaller(story.stack, 'acme');

async function requested(label: string) {
  const wallet = await braid.openWallet('usdz', 'none', label);
  await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'arbitrum' });
  const toAddress = `0x${randomBytes(20).toString('hex')}`;
  const { id } = await braid.withdrawn(wallet.id, { amount: '40', chain: 'arbitrum', toAddress });
  return { id, wallet, toAddress };
}

describe('a wallet whose label cannot be compared with the names on a list', () => {
  it('is paid from once an operator has looked at it', async () => {
    const { id, wallet, toAddress } = await requested('سمير القندهوري');
    expect(await referralOf(story.operator, id)).toMatchObject({ hits: [], incomparable: ['سمير القندهوري'] });
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(0n);
    await decide(story.operator, id, 'clear');
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(40_000_000n);
  });

  it('is not paid from when he refuses', async () => {
    const { id, wallet, toAddress } = await requested('12345');
    expect(await referralOf(story.operator, id)).toMatchObject({ hits: [], incomparable: ['12345'] });
    await decide(story.operator, id, 'refuse');
    expect((await braid.ended(wallet.id, id)).status).not.toBe('completed');
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(0n);
    expect((await braid.wallet(wallet.id)).balance).toMatchObject({ totalUsd: '100.00', withdrawableUsd: '100.00' });
  });
});
