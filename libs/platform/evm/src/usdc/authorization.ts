import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbi, stringToHex } from 'viem';
import type { ChainSettings } from '../chains/chain.js';

/** Of a chain no more than its settings is needed here. */
interface Chain {
  readonly settings: ChainSettings;
}

/** What is used of USDC: ERC-20 and EIP-3009. */
export const usdcAbi = parseAbi([
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function authorizationState(address authorizer, bytes32 nonce) view returns (bool)',
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
  'function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)',
  'event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)',
]);

const fields = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
] as const;

const types = { TransferWithAuthorization: fields, ReceiveWithAuthorization: fields } as const;

/** `TransferWithAuthorization` may be sent by anyone, `ReceiveWithAuthorization` by the payee alone. */
export type AuthorizationKind = keyof typeof types;

/** What an authorization says. Amounts in USDC units, times in seconds of the chain's clock. */
export interface AuthorizationTerms {
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: Hex;
}

/** EIP-712 typed data of an EIP-3009 authorization, as a signer takes it. */
export interface UsdcAuthorization {
  readonly domain: { readonly name: string; readonly version: string; readonly chainId: number; readonly verifyingContract: Address };
  readonly types: typeof types;
  readonly primaryType: AuthorizationKind;
  readonly message: AuthorizationTerms;
}

/** Of USDC on every chain; compared with the chain before anything is signed. */
export const usdcDomain = { name: 'USD Coin', version: '2' } as const;

/** USDC can be moved once under this nonce: the same parts give the same nonce, so a second transfer reverts. */
export function authorizationNonce(...parts: readonly (string | number)[]): Hex {
  return keccak256(stringToHex(JSON.stringify(parts.map(String))));
}

/** Lets anyone carry out this transfer: for a payment straight to its destination. */
export function transferAuthorization(chain: Chain, terms: AuthorizationTerms): UsdcAuthorization {
  return authorization(chain, 'TransferWithAuthorization', terms);
}

/** Lets only the payee carry it out, so that nobody can do so before it and separate it from what follows. */
export function receiveAuthorization(chain: Chain, terms: AuthorizationTerms): UsdcAuthorization {
  return authorization(chain, 'ReceiveWithAuthorization', terms);
}

const authorization = ({ settings }: Chain, primaryType: AuthorizationKind, message: AuthorizationTerms): UsdcAuthorization => ({
  domain: { ...usdcDomain, chainId: settings.id, verifyingContract: settings.usdc }, types, primaryType, message,
});

const domainTypehash = keccak256(stringToHex('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'));

/** What the token's `DOMAIN_SEPARATOR()` must be for our signatures to hold. */
export function domainSeparator({ settings }: Chain): Hex {
  const parameters = [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }] as const;
  const [name, version] = [keccak256(stringToHex(usdcDomain.name)), keccak256(stringToHex(usdcDomain.version))];
  return keccak256(encodeAbiParameters(parameters, [domainTypehash, name, version, BigInt(settings.id), settings.usdc]));
}
