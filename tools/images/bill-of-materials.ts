import type { Included } from './closure.ts';

interface Component {
  readonly type: 'library';
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly 'bom-ref': string;
  readonly licenses?: readonly { readonly expression: string }[];
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
}

const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** The lock writes a hash in base64, a bill in hex. */
function hashOf(integrity: string | undefined): Pick<Component, 'hashes'> {
  const [, encoded] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? [];
  return encoded === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(encoded, 'base64').toString('hex') }] };
}

function componentOf({ place, name, locked: { version, license, integrity } }: Included): Component {
  const licences = license === undefined || license.startsWith('SEE ') ? {} : { licenses: [{ expression: license }] };
  return { type: 'library', name, version, purl: purlOf(name, version), 'bom-ref': place, ...licences, ...hashOf(integrity) };
}

/** What an image is made of, in CycloneDX' JSON: exactly the packages that were copied into it. */
export const billOf = (image: string, version: string, included: readonly Included[]): object => ({
  bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
  metadata: { component: { type: 'application', name: `sluice-${image}`, version, 'bom-ref': image } },
  components: included.map(componentOf),
  dependencies: [{ ref: image, dependsOn: included.map(({ place }) => place) }],
});
