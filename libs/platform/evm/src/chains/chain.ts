import type { Address, Hex } from 'viem';
import { z } from 'zod';

/** Shapes of what is stored about chains. */
export const hashSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-f]{64}$/.test(text));
export const hexSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(text));
export const storedAddressSchema = z.custom<Address>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text));

/** A whole number of any size, as digits in a document. */
export const bigintSchema = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (value) => value.toString() });

/** The chains that can have a node. Solana is a source of bridging only and has none. */
export const chainNames = ['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'] as const;
export const chainNameSchema = z.enum(chainNames);
export type ChainName = z.output<typeof chainNameSchema>;

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'an address').transform((text) => text as Address);

/** One chain as it is configured. Depths are in blocks, the block of the transaction itself counted as one. */
export const chainSettingsSchema = z.object({
  /** EIP-155. */
  id: z.int().positive(),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  usdc: address,
  /** Null: on no bridge, a domain of its own. */
  cctpDomain: z.int().nonnegative().nullable(),
  tokenMessenger: address.optional(),
  messageTransmitter: address.optional(),
  /** Depth at which money counts as arrived. */
  confirmations: z.int().min(1).default(1),
  /** Depth that no reorganisation reaches. */
  finalDepth: z.int().min(1).default(64),
  /** Contracts of yield positions by their key. */
  positions: z.record(z.string(), address).default({}),
  /** How often a transaction is asked about once it has waited for a while. */
  pollMs: z.int().min(50).default(2_000),
  /** How often it is looked whether what was final is still there, and whether the relayers' nonces are used. */
  recheckMs: z.int().min(50).default(5_000),
  /** How often blocks that have become final are read for transfers to wallets. They have waited for many blocks, so that seconds more do not matter. */
  scanMs: z.int().min(50).default(3_000),
  /** Without a receipt for this long, a transaction is sent again with higher fees. */
  bumpAfterMs: z.int().min(100).default(45_000),
  /** No fee is ever raised beyond this, in wei per unit of gas. */
  mostFeePerGas: z.string().regex(/^[1-9]\d*$/).transform(BigInt).optional(),
});
export type ChainSettings = z.output<typeof chainSettingsSchema>;

/** The file named by SLUICE_CHAINS_FILE. */
export const chainsFileSchema = z.partialRecord(chainNameSchema, chainSettingsSchema);
export type ChainsFile = z.output<typeof chainsFileSchema>;
