import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** One field of DER (X.690). */
function field(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const digits = content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, '0');
  const length = content.length < 0x80 ? [] : [0x80 + digits.length / 2];
  return Buffer.concat([Buffer.from([tag, ...length]), Buffer.from(digits, 'hex'), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => field(0x30, ...parts);
const oid = (hex: string): Buffer => field(0x06, Buffer.from(hex, 'hex'));
const time = (at: Date): Buffer => field(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\.\d+/g, '')}`));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = (name: string): Buffer => sequence(field(0x31, sequence(oid('550403'), field(0x0c, Buffer.from(name)))));
/** A name for servers, by which clients know them: the address 127.0.0.1. */
const localAddress = sequence(oid('551d11'), field(0x04, sequence(field(0x87, Buffer.from([127, 0, 0, 1])))));

const DAY_MS = 86_400_000;

const pem = (label: string, der: Buffer): string => `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

/** A certificate that signs itself, for a server at 127.0.0.1 or for a client; made anew for each test, so that none expires. */
export function selfSigned(name: string): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = field(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const validity = sequence(time(new Date(Date.now() - DAY_MS)), time(new Date(Date.now() + DAY_MS)));
  const toBeSigned = sequence(
    field(0xa0, field(0x02, Buffer.from([2]))), serial, ecdsaWithSha256, commonName(name), validity, commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }), field(0xa3, sequence(localAddress)),
  );
  const signature = field(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  return { cert: pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, signature)), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}
