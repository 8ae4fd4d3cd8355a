import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { imageTargets } from '../deployment/against-code.ts';
import { mainFiles } from '../deployment/programs.ts';
import { root } from '../workspace.ts';
import { billOf } from './bill-of-materials.ts';
import { bundledIn, closureOf, ownFoldersOf } from './closure.ts';

const images = Object.keys(mainFiles);
const namesIn = (image: string): string[] => closureOf(image).map(({ name }) => name);

describe('what an image holds', () => {
  it.each(images)('%s: Nest and zod, and nothing that only builds or tests', (image) => {
    const names = namesIn(image);
    expect(names).toEqual(expect.arrayContaining(['@nestjs/core', '@nestjs/platform-express', 'reflect-metadata', 'zod']));
    expect(names.filter((name) => /^(jest|typescript|typescript7|nx|eslint|node|@nx\/.*|@swc\/core|@foundry-rs\/.*|@aws-cdk\/.*)$/.test(name))).toEqual([]);
  });

  it('documents are printed by payout alone, so nobody else has fonts', () => {
    expect(images.filter((image) => namesIn(image).some((name) => name.startsWith('@expo-google-fonts/')))).toEqual(['payout']);
    expect(images.filter((image) => namesIn(image).includes('pdfkit'))).toEqual(['payout']);
  });

  it('pictures are read by compliance alone', () => {
    expect(images.filter((image) => namesIn(image).includes('sharp'))).toEqual(['compliance']);
  });

  it('the console’s packages are in the gateway’s bill alone, since they are bundled, and what bundles them is in none', () => {
    const bundled = bundledIn('gateway').map(({ name }) => name);
    expect(bundled).toEqual(expect.arrayContaining(['solid-js', '@kobalte/core', '@solidjs/router', '@floating-ui/dom']));
    expect(bundled.filter((name) => name.startsWith('vite'))).toEqual([]);
    expect(namesIn('gateway').filter((name) => /solid|kobalte/.test(name))).toEqual([]);
    expect(images.filter((image) => bundledIn(image).length > 0)).toEqual(['gateway']);
  });

  it('the outside world has neither database nor broker', () => {
    expect(namesIn('simulators').filter((name) => /^(mongoose|mongodb|amqplib)$/.test(name))).toEqual([]);
  });

  it('a service has the contracts that it speaks and no other', () => {
    expect(ownFoldersOf('ledger').filter((folder) => folder.startsWith('libs/contracts/'))).toEqual(['libs/contracts/kit', 'libs/contracts/ledger']);
  });

  it('is not known of a program that is none of ours', () => {
    expect(() => closureOf('mongodb')).toThrow('It is not known what runs in mongodb.');
  });
});

describe('the bill of materials', () => {
  it('names each package with its version, licence and hash', () => {
    const zod = closureOf('ledger').filter(({ name }) => name === 'zod');
    expect(billOf('ledger', '0.1.0', zod)).toMatchObject({
      bomFormat: 'CycloneDX',
      components: [{ name: 'zod', purl: 'pkg:npm/zod@4.6.7', licenses: [{ expression: 'MIT' }], hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }] }],
    });
  });

  it('writes a scope as package addresses have it', () => {
    expect(JSON.stringify(billOf('ledger', '0.1.0', closureOf('ledger').filter(({ name }) => name === '@nestjs/core')))).toContain('"pkg:npm/%40nestjs/core@12.5.1"');
  });
});

describe('the Dockerfile', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');

  it('has a target for every service, the simulators and the chains', () => {
    expect([...imageTargets()].sort()).toEqual(['build', 'chains', 'runtime', 'service', ...images].sort());
  });

  it.each(images)('%s begins with the file that its sources are built to', (image) => {
    const main = mainFiles[image]?.[0]?.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
    const stage = text.split(/^FROM /m).find((each) => each.startsWith(`service AS ${image}\n`)) ?? '';
    expect(stage).toContain(`CMD ["${main}"]`);
    expect(stage).toContain(`COPY --from=build /images/${image} /app`);
  });

  it('runs as nobody of importance, and asks for its health without a shell', () => {
    expect(text).toMatch(/^USER 65532:65532$/m);
    expect(text.match(/^HEALTHCHECK .*\n {2}CMD \["node", /gm)).toHaveLength(2);
    expect(text).not.toMatch(/^(CMD|ENTRYPOINT) [^[]/m);
  });
});
