import { describe, expect, it } from '@jest/globals';
import { isAllowed, packagesOf } from './packages.ts';

describe('a package of the closure', () => {
  it.each(['libicu78', 'libssl3t64', 'libgeos3.15.0', 'libbson2-2', 'zlib1g', 'libstdc++6', 'libpcre2-8-0', 'rabbitmq-server'])(
    'is taken when it is listed, whatever its version: %s',
    (name) => expect(isAllowed(name)).toBe(true),
  );

  it.each(['libicu-dev', 'libcap2-bin', 'postgresql-client-18', 'libpython3.14', 'libpam-modules', 'erlang-wx', 'libc-bin'])(
    'is left when only its beginning is listed: %s',
    (name) => expect(isAllowed(name)).toBe(false),
  );
});

describe('what apt prints', () => {
  const line = (file: string) => `'http://mirror.example/pool/main/x/${file}' ${file} 1234 SHA256:00ff`;

  it('gives the names of packages', () => {
    expect(packagesOf([line('libc6_2.43-7_amd64.deb'), line('erlang-base_1%3a29.1_amd64.deb')].join('\n'))).toEqual(['libc6', 'erlang-base']);
  });

  it('gives nothing for lines of another kind', () => {
    expect(packagesOf(`Reading package lists...\n\n'http://mirror.example/dists/x/InRelease' x_InRelease 0 `)).toEqual([]);
  });
});
