import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isAllowedAddress } from './address-policy.js';

/** The name led to an address that may not be called. */
export class ForbiddenAddress extends Error {
  constructor(address: string) {
    super(`${address} may not be called`);
    this.name = 'ForbiddenAddress';
  }
}

type ResolveAll = (hostname: string, options: { all: true }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/**
 * Resolves a name once and hands exactly the checked addresses to the connection, so that a second answer of the name
 * server (rebinding) is never asked for. One forbidden address among them forbids the name.
 */
export const safeLookup = (sandbox: boolean, resolveAll: ResolveAll = resolve): LookupFunction => (hostname, options, callback) => {
  resolveAll(hostname, { all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const forbidden = addresses.find(({ address }) => !isAllowedAddress(address, sandbox));
    const [first] = addresses;
    if (forbidden || !first) return callback(new ForbiddenAddress(forbidden?.address ?? hostname), '');
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};
