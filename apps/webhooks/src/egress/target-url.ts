import { isIP } from 'node:net';
import { isAllowedAddress } from './address-policy.js';

const MAX_LENGTH = 2_000;

/** Names that never mean a public host, whatever they resolve to. */
const inwardNames = /(^|\.)(localhost|local|internal|intranet|corp|home|lan|localdomain|svc|home\.arpa|in-addr\.arpa|ip6\.arpa|test|example|invalid|onion|metadata)$/;

/** Why a URL may not be called, as a sentence for whoever registered it; null when its form is fine. The addresses behind its name are checked when connecting. */
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
