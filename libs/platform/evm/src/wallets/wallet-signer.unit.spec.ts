import { describe, expect, it } from '@jest/globals';
import { recoverTypedDataAddress } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { chainSettingsSchema } from '../chains/chain.js';
import { ChainClient } from '../chains/chains.js';
import { authorizationNonce, domainSeparator, receiveAuthorization, transferAuthorization } from '../usdc/authorization.js';
import { LocalWalletSigner, walletAccountPath } from './wallet-signer.js';

const phrase = 'test test test test test test test test test test test junk';
const walletId = '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db';
const signer = new LocalWalletSigner(phrase);
const base = new ChainClient('base', chainSettingsSchema.parse({ id: 8453, rpcUrl: 'http://node.example', usdc: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', cctpDomain: 6 }));

describe('a wallet', () => {
  it('has a path of two numbers below 2³¹ that follow from its id', () => {
    expect(walletAccountPath(walletId)).toBe(walletAccountPath(walletId));
    for (let count = 0; count < 500; count += 1) {
      const [, , , , first, second] = walletAccountPath(`wallet ${count}`).split('/').map(Number);
      expect(Math.max(first ?? NaN, second ?? NaN)).toBeLessThan(2 ** 31);
    }
  });

  it('has the address that its path has in the phrase', async () => {
    expect(await signer.addressOf(walletId)).toBe(mnemonicToAccount(phrase, { path: walletAccountPath(walletId) }).address);
  });

  it('shares its address with no other', async () => {
    const addresses = await Promise.all(Array.from({ length: 50 }, (_, count) => signer.addressOf(`wallet ${count}`)));
    expect(new Set(addresses).size).toBe(50);
  });
});

describe('an authorization', () => {
  const terms = { to: base.usdc, value: 5n, validAfter: 0n, validBefore: 9n, nonce: authorizationNonce('w', 'leg', 1) };

  it.each([['transfer', transferAuthorization], ['receive', receiveAuthorization]] as const)('to %s is signed by the wallet', async (_kind, make) => {
    const typed = make(base, { ...terms, from: await signer.addressOf(walletId) });
    const signature = await signer.signTypedData(walletId, typed);
    expect(await recoverTypedDataAddress({ ...typed, signature })).toBe(await signer.addressOf(walletId));
  });

  it('has a nonce that differs with every part, and not with anything else', () => {
    const nonces = [authorizationNonce('w', 'leg', 1), authorizationNonce('w', 'leg', 2), authorizationNonce('w', 'leg1'), authorizationNonce('wleg', 1), authorizationNonce('w', 'l', 'eg', 1)];
    expect(new Set(nonces).size).toBe(5);
    expect(authorizationNonce('w', 'leg', '1')).toBe(nonces[0]);
  });

  it('stands in the domain that USDC has on Base in production', () => {
    expect(domainSeparator(base)).toBe('0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f');
  });
});
