import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxChains, type SandboxChains } from '@sluice/builders';
import { chainsFileSchema, type ChainsFile, type ChainSettings } from '../src/chains/chain.js';
import { Chains, DomainCheck } from '../src/chains/chains.js';

let sandbox: SandboxChains;
beforeAll(async () => void (sandbox = await startSandboxChains()));
afterAll(() => sandbox.stop());

/** The check of a configuration in which Base is described otherwise. */
function checking(changed: Partial<ChainSettings>): DomainCheck {
  const { base } = chainsFileSchema.parse(sandbox.chains);
  const chains: ChainsFile = base ? { base: { ...base, ...changed } } : {};
  return new DomainCheck(new Chains({ chains }));
}

describe('a chain at the start', () => {
  it('is taken when it is what its configuration says', async () => {
    const check = checking({});
    await check.onModuleInit();
    await check.check('base');
  });

  it.each<[string, () => Partial<ChainSettings>, RegExp]>([
    ['has another id', () => ({ id: 137 }), /is on the chain 8453, not 137/],
    ['is another node', () => ({ rpcUrl: sandbox.chains['polygon']?.rpcUrl ?? '' }), /is on the chain 137, not 8453/],
    ['has nothing where USDC should be', () => ({ usdc: '0x00000000000000000000000000000000000000aa' }), /Nothing stands at/],
  ])('that %s stops the service', async (_what, changed, says) => {
    await expect(checking(changed()).onModuleInit()).rejects.toThrow(says);
  });

  it('whose token is not where it is said to be is not signed for', async () => {
    await expect(checking({ usdc: '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d' }).check('base')).rejects.toThrow();
  });

  it('that cannot be reached does not hold up the start, and is checked when it is needed', async () => {
    const check = checking({ rpcUrl: 'http://127.0.0.1:9' });
    await check.onModuleInit();
    await expect(check.check('base')).rejects.toThrow('fetch failed');
  });
});
