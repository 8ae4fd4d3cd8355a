import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { ForbiddenAddress, isAllowedAddress, refusalOfUrl, safeLookup } from './addresses.js';

const inward = [
  'http://example.org/hook', 'ftp://hooks.example.org/', 'file:///etc/passwd', 'gopher://hooks.partner.com/', 'javascript:alert(1)', 'data:text/plain,x', 'ws://hooks.partner.com',
  'https://', 'https:///path', 'not a url', '', 'https://user:secret@hooks.partner.com/', 'https://user@hooks.partner.com/',
  'https://localhost/', 'https://localhost:8443/', 'https://LOCALHOST./', 'https://localhost../', 'https://db.internal.../', 'https://gateway../', 'https://foo.localhost/', 'https://printer.local/', 'https://db.internal/', 'https://kubernetes.default.svc/', 'https://metadata/',
  'https://metadata.google.internal/computeMetadata/v1/', 'https://intranet/', 'https://gateway/', 'https://hooks.test/', 'https://hooks.invalid/', 'https://hidden.onion/',
  'https://127.0.0.1/', 'https://127.1/', 'https://127.255.255.254/', 'https://2130706433/', 'https://0x7f000001/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://017700000001/',
  'https://0/', 'https://0.0.0.0/', 'https://10.0.0.1/', 'https://10.255.255.255/', 'https://172.16.0.1/', 'https://172.31.255.255/', 'https://192.168.1.1/', 'https://192.168.0.1:9200/',
  'https://169.254.169.254/latest/meta-data/', 'https://169.254.1.1/', 'https://100.64.0.1/', 'https://100.100.100.200/', 'https://192.0.0.192/', 'https://192.0.2.1/', 'https://198.18.0.1/',
  'https://198.51.100.7/', 'https://203.0.113.9/', 'https://224.0.0.1/', 'https://239.255.255.250/', 'https://240.0.0.1/', 'https://255.255.255.255/', 'https://192.88.99.1/',
  'https://[::]/', 'https://[::1]/', 'https://[0:0:0:0:0:0:0:1]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[::ffff:10.0.0.1]/', 'https://[::ffff:169.254.169.254]/',
  'https://[::127.0.0.1]/', 'https://[64:ff9b::127.0.0.1]/', 'https://[64:ff9b::a9fe:a9fe]/', 'https://[64:ff9b:1::1]/', 'https://[2002:7f00:1::]/', 'https://[2002:a9fe:a9fe::1]/',
  'https://[2001:0:1234::1]/', 'https://[2001:db8::1]/', 'https://[fe80::1]/', 'https://[fc00::1]/', 'https://[fd00:ec2::254]/', 'https://[ff02::1]/', 'https://[100::1]/', 'https://[3fff::1]/',
  'https://①②⑦.⓪.⓪.①/', 'https://127。0。0。1/', 'https://hooks.partner.com\\@127.0.0.1/', 'https://hooks.partner.com/\u0000', 'https://hooks.partner.com/ x', `https://hooks.partner.com/${'x'.repeat(2_000)}`,
];

describe('a URL of a webhook', () => {
  it.each(inward)('%s is refused', (url) => {
    expect(refusalOfUrl(url, false)).not.toBeNull();
  });

  it.each(['https://hooks.partner.com/sluice', 'https://hooks.partner.com:8443/a?b=c', 'https://8.8.8.8/hook', 'https://[2606:4700:4700::1111]/hook', 'https://bücher.example.org/'])('%s is taken', (url) => {
    expect(refusalOfUrl(url, false)).toBeNull();
  });

  it('may be http and on this machine in the sandbox, and nowhere else inward', () => {
    for (const url of ['http://127.0.0.1:9000/hook', 'http://localhost:9000/', 'http://[::1]:9000/', 'http://hooks.partner.com/']) expect(refusalOfUrl(url, true)).toBeNull();
    for (const url of ['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[::ffff:192.168.0.1]/', 'http://0.0.0.0/', 'http://db.internal/', 'http://[fe80::1]/']) expect(refusalOfUrl(url, true)).not.toBeNull();
  });
});

describe('an address', () => {
  it.each(['', 'example.org', '1.2.3', 'fe80::1%eth0', '::ffff:8.8.8.8%1'])('%j is none that may be called', (address) => {
    expect(isAllowedAddress(address, true)).toBe(false);
  });
});

describe('connecting by name', () => {
  const answering = (...lists: LookupAddress[][]) => {
    let asked = 0;
    return { resolveAll: (_: string, __: object, callback: (error: null, addresses: LookupAddress[]) => void) => callback(null, lists[asked++] ?? []), asked: () => asked };
  };
  const connect = (sandbox: boolean, resolver: ReturnType<typeof answering>) =>
    new Promise<string>((done, fail) => safeLookup(sandbox, resolver.resolveAll)('hooks.partner.com', { all: false }, (error, address) => (error ? fail(error) : done(String(address)))));
  const v4 = (address: string): LookupAddress => ({ address, family: 4 });

  it('uses the address that was checked, resolving the name once', async () => {
    const resolver = answering([v4('93.184.216.34')], [v4('127.0.0.1')]);
    expect(await connect(false, resolver)).toBe('93.184.216.34');
    expect(resolver.asked()).toBe(1);
  });

  it.each([[[v4('169.254.169.254')]], [[v4('93.184.216.34'), v4('10.0.0.1')]], [[{ address: '::ffff:127.0.0.1', family: 6 }]], [[]]])('is refused when any of its addresses is inward, or there is none', async (addresses) => {
    await expect(connect(false, answering(addresses))).rejects.toThrow(ForbiddenAddress);
  });

  it('may lead to this machine in the sandbox only', async () => {
    expect(await connect(true, answering([v4('127.0.0.1')]))).toBe('127.0.0.1');
    await expect(connect(false, answering([v4('127.0.0.1')]))).rejects.toThrow(ForbiddenAddress);
  });
});
