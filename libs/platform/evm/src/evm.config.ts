import { readFileSync } from 'node:fs';
import { ConfigError } from '@sluice/service-host';
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

const environmentSchema = z.object({
  SLUICE_SANDBOX: z.string().optional(),
  SLUICE_CHAINS_FILE: z.string('the path of a JSON file').min(1, 'the path of a JSON file').optional(),
  WALLET_MNEMONIC: z.string().min(1).optional(),
  RELAYER_KEYS_FILE: z.string().min(1).optional(),
});

const relayerKeysSchema = z.array(z.string().regex(/^0x[0-9a-f]{64}$/i).transform((key) => key as Hex)).min(1);

/** Reads it from the environment. A sandbox may have no chains; then nothing is reached. @throws ConfigError naming what is missing or wrong, without its value. */
export function readEvmConfig(environment: NodeJS.ProcessEnv): EvmConfig {
  const read = environmentSchema.safeParse(environment);
  if (!read.success) throw new ConfigError(`The chains cannot be reached: ${read.error.issues.map(({ path, message }) => `${path.join('.')} must be ${message}`).join(', ')}.`);
  const { SLUICE_CHAINS_FILE, WALLET_MNEMONIC, RELAYER_KEYS_FILE, SLUICE_SANDBOX } = read.data;
  if (SLUICE_CHAINS_FILE === undefined && SLUICE_SANDBOX === 'true') return { chains: {} };
  if (SLUICE_CHAINS_FILE === undefined) throw new ConfigError('The chains cannot be reached: SLUICE_CHAINS_FILE must be the path of a JSON file.');
  return {
    chains: fromFile('SLUICE_CHAINS_FILE', SLUICE_CHAINS_FILE, chainsFileSchema),
    mnemonic: WALLET_MNEMONIC,
    relayerKeys: RELAYER_KEYS_FILE === undefined ? undefined : fromFile('RELAYER_KEYS_FILE', RELAYER_KEYS_FILE, relayerKeysSchema),
  };
}

/** The values are not repeated in the error: a file of keys must not end up in a log. */
function fromFile<T>(variable: string, path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const where = error instanceof z.ZodError ? `its shape is wrong at ${error.issues.map((issue) => issue.path.join('.') || 'the top').join(', ')}` : 'it is not a JSON file that can be read';
    throw new ConfigError(`The file named by ${variable} cannot be used: ${where}.`);
  }
}
