import { randomBytes } from 'node:crypto';
import { usdcOnChain } from '../../../client/index.ts';
import type { Scene } from '../stage.ts';

/** Cash and a position on one chain pay an address on another. */
export const braidBridge: Scene = {
  title: 'Braid: 65,000.00 USDC from arbitrum to an address on ethereum',
  async play(stage) {
    const { braid, operator, stack } = stage;
    const wallet = await braid.openWallet('usdz');
    await operator.depositOnChain(wallet.id, '30000.00', { chain: 'arbitrum' });
    await operator.depositOnChain(wallet.id, '40000.00', { chain: 'arbitrum', positionKey: 'usdz' });
    stage.tell(`wallet ${wallet.id} holds 30000.00 in cash and 40000.00 in usdz on arbitrum`);
    const toAddress = `0x${randomBytes(20).toString('hex')}`;
    const { id, sourceLegs } = await braid.withdrawn(wallet.id, { amount: '65000', chain: 'ethereum', toAddress });
    for (const { positionKey, requestedUsdcUnits } of sourceLegs) stage.tell(`${requestedUsdcUnits} units come from ${positionKey}`);
    const ended = await stage.followedOnChain(wallet.id, id);
    stage.check('it is completed', ended.status === 'completed');
    stage.check(`${toAddress} has 65000 USDC on ethereum`, (await usdcOnChain(stack, 'ethereum', toAddress)) === 65_000_000_000n);
    const { balance } = await braid.wallet(wallet.id);
    stage.check('5000.00 are left in the wallet, all of it free', balance.totalUsd === '5000.00' && balance.withdrawableUsd === '5000.00');
  },
};
