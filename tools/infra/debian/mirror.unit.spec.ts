import { describe, expect, it } from '@jest/globals';
import { repositoriesOf } from './mirror.ts';

const printed = (...addresses: string[]) => addresses.map((address) => `'${address}' some_file 0 `).join('\n');

describe("the machine's apt sources", () => {
  it('give the archive that has the release and its updates before any vendor', () => {
    const uris = printed(
      'https://vendor.example/linux/dists/bookworm/InRelease',
      'http://mirror.example/debian/dists/bookworm/InRelease',
      'http://mirror.example/debian/dists/bookworm-updates/InRelease',
    );
    expect(repositoriesOf(uris, 'bookworm')).toEqual(['http://mirror.example/debian', 'https://vendor.example/linux']);
  });

  it('may be a mirror list kept in a file', () => {
    expect(repositoriesOf(printed('mirror+file:/etc/apt/mirrors/debian.list/dists/bookworm/InRelease'), 'bookworm')).toEqual([
      'mirror+file:/etc/apt/mirrors/debian.list',
    ]);
  });

  it('give nothing when they name only other releases, security updates or package lists', () => {
    const uris = printed(
      'http://mirror.example/debian-security/dists/bookworm-security/InRelease',
      'http://mirror.example/debian/dists/trixie/InRelease',
      'http://mirror.example/debian/dists/bookworm/main/binary-amd64/Packages.xz',
    );
    expect(repositoriesOf(uris, 'bookworm')).toEqual([]);
  });
});
