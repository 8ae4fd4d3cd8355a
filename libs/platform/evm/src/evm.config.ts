import { jsonFile, outsideSandbox, readEnvironment, secret, type EnvironmentPart } from '@sluice/service-host';
import type { Hex } from 'viem';
import { z } from 'zod';
import { chainsFileSchema, type ChainsFile } from './chains/chain.js';

/** What a service that speaks to chains is told beside what every service is told. */
export abstract class EvmConfig {
  abstract readonly chains: ChainsFile;
  /** The sandbox's wallets and relayers; absent where keys are kept elsewhere. */
  abstract readonly mnemonic?: string | undefined;
  /** Private keys of this service's relayers; derived from the mnemonic when absent. */
  abstract readonly relayerKeys?: readonly Hex[] | undefined;
}

const relayerKeysSchema = z.array(z.string().regex(/^0x[0-9a-f]{64}$/i).transform((key) => key as Hex)).min(1);

const variables = {
  SLUICE_CHAINS_FILE: outsideSandbox(jsonFile('chains', chainsFileSchema).describe('The chains, their nodes and contracts; a sandbox without it has none')),
  WALLET_MNEMONIC: secret(z.string('a phrase of BIP-39').min(1, 'a phrase of BIP-39').optional(), 'The phrase that wallets\' keys are derived from, and relayers\' where they have no file; needed where there are chains'),
  RELAYER_KEYS_FILE: jsonFile('private keys', relayerKeysSchema).optional().describe('Private keys of this service\'s relayers, in hex; derived from the phrase unless told'),
};

/** What a service that speaks to chains reads beside what every service reads. */
export const evmEnvironment: EnvironmentPart<typeof variables> = {
  variables,
  rule: (given) => (given['SLUICE_CHAINS_FILE'] !== undefined && given['WALLET_MNEMONIC'] === undefined ? { WALLET_MNEMONIC: 'given where there are chains' } : {}),
};

/** Reads it from the environment. A sandbox may have no chains; then nothing is reached. @throws ConfigError naming what is missing or wrong, without its value. */
export function readEvmConfig(service: string, environment: NodeJS.ProcessEnv = process.env): EvmConfig {
  const { SLUICE_CHAINS_FILE: chains, WALLET_MNEMONIC: mnemonic, RELAYER_KEYS_FILE: relayerKeys } = readEnvironment(service, evmEnvironment, environment);
  return chains === undefined ? { chains: {} } : { chains, mnemonic, relayerKeys };
}
