import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 ranges that are not the public internet (IANA special-purpose registry). */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];

/** Of IPv6 only 2000::/3 is the public internet, less what maps or tunnels to other addresses and what is for documentation. */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['::', 3], ['4000::', 2], ['8000::', 1], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['2620:4f:8000::', 48], ['3fff::', 20],
];

/** A list for each family: one list for both would take an IPv4 address for its mapped form, and so for a special one. */
const special = { 4: new BlockList(), 6: new BlockList() } as const;
for (const [network, bits] of specialIpv4) special[4].addSubnet(network, bits, 'ipv4');
for (const [network, bits] of specialIpv6) special[6].addSubnet(network, bits, 'ipv6');

const isLoopback = (address: string): boolean => address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));

/** Whether we may connect to this address: a public one, or our own machine in the sandbox. Anything that is no address is refused. */
export function isAllowedAddress(address: string, sandbox: boolean): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  if (sandbox && isLoopback(address)) return true;
  return family === 4 ? !special[4].check(address, 'ipv4') : !special[6].check(address, 'ipv6');
}

const MAX_LENGTH = 2_000;

/** Names that never mean a public host, whatever they resolve to. */
const inwardNames = /(^|\.)(localhost|local|internal|intranet|corp|home|lan|localdomain|svc|home\.arpa|in-addr\.arpa|ip6\.arpa|test|example|invalid|onion|metadata)$/;

/** Why a URL may not be called, as a sentence for who registered it; null when its form is fine. The addresses behind its name are checked when connecting. */
export function refusalOfUrl(text: string, sandbox: boolean): string | null {
  if (text.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (!URL.canParse(text) || /[\s\\\p{Cc}]/u.test(text)) return 'must be a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(sandbox && url.protocol === 'http:')) return 'must be an https URL';
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  return refusalOfHost(url.hostname, sandbox);
}

function refusalOfHost(hostname: string, sandbox: boolean): string | null {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '').toLowerCase();
  if (isIP(host) !== 0) return isAllowedAddress(host, sandbox) ? null : 'must be at a public address';
  if (sandbox && host === 'localhost') return null;
  if (inwardNames.test(host) || !host.includes('.')) return 'must be at a public host';
  return null;
}

/** The name resolved to an address that may not be called. */
export class ForbiddenAddress extends Error {
  constructor(address: string) {
    super(`${address} may not be called`);
    this.name = 'ForbiddenAddress';
  }
}

type ResolveAll = (hostname: string, options: { all: true }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/**
 * Resolves a name once and hands exactly the checked addresses to the connection, so that a second answer of the name
 * server (rebinding) is never used. One forbidden address among them forbids the name.
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
