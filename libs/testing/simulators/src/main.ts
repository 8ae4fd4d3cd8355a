import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bridgeChainsSchema } from './simulators.options.js';
import { startSimulators } from './simulators.module.js';

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  JOURNAL_FOLDER: z.string().min(1),
  BANK_CALLBACK_SECRET: z.string().min(16),
  SLUICE_CHAINS_FILE: z.string().min(1).optional(),
  WALLET_MNEMONIC: z.string().min(1).optional(),
  TURNKEY_POLICY_PUBLIC_KEY: z.string().min(1).optional(),
  TURNKEY_PROPOSER_PUBLIC_KEY: z.string().min(1).optional(),
}).parse(process.env);

const chainsFile = environment.SLUICE_CHAINS_FILE;
const { TURNKEY_POLICY_PUBLIC_KEY: policyKey, TURNKEY_PROPOSER_PUBLIC_KEY: proposerKey } = environment;

const simulators = await startSimulators({
  port: environment.PORT,
  journalFolder: environment.JOURNAL_FOLDER,
  callbackSecret: environment.BANK_CALLBACK_SECRET,
  mnemonic: environment.WALLET_MNEMONIC,
  signer: policyKey === undefined || proposerKey === undefined ? undefined : { policyKey, proposerKey },
  chains: chainsFile === undefined ? undefined : bridgeChainsSchema.parse(JSON.parse(readFileSync(chainsFile, 'utf8'))),
});

const stop = (): void => {
  simulators.stop().then(() => process.exit(0), () => process.exit(1));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
