import { z } from 'zod';

/** What the bridge's service has to know of a chain: the part of the chains file that it reads. */
export const bridgeChainSchema = z.object({
  rpcUrl: z.url({ protocol: /^https?$/ }),
  cctpDomain: z.int().nonnegative().nullable(),
  tokenMessenger: z.string().optional(),
  messageTransmitter: z.string().optional(),
});
export type BridgeChain = z.output<typeof bridgeChainSchema>;

export const bridgeChainsSchema = z.record(z.string(), bridgeChainSchema);

/** What the simulators are told when they start. */
export abstract class SimulatorsOptions {
  /** Where the journals are kept; what is found there is taken up again. */
  abstract readonly journalFolder: string;
  /** Signs the bank's callbacks. */
  abstract readonly callbackSecret: string;
  /** The sandbox's phrase: the attester's key is one of its accounts. Without it nothing is attested. */
  abstract readonly mnemonic?: string | undefined;
  /** The chains of the bridge, by name. */
  abstract readonly chains?: Readonly<Record<string, BridgeChain>> | undefined;
  /** Public API keys of the signer's two clients, compressed and in hex. Without them it hears nobody. */
  abstract readonly signer?: { readonly policyKey: string; readonly proposerKey: string } | undefined;
}
