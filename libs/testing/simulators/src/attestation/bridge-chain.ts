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
