import { describe, expect, it } from '@jest/globals';
import { postgresSettings } from './settings.ts';

describe('the settings of PostgreSQL', () => {
  it('listen on the given port of the loopback address', () => {
    expect(postgresSettings(25_432, true)).toContain("listen_addresses = '127.0.0.1'\n");
    expect(postgresSettings(25_432, true)).toContain("port = '25432'\n");
  });

  it('wait for the disk unless told otherwise', () => {
    expect(postgresSettings(1, true)).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
    expect(postgresSettings(1, false)).toContain("fsync = 'off'\n");
  });

  it('never leave out what the end of a process would take with it', () => {
    expect(postgresSettings(1, false)).not.toMatch(/synchronous_commit|full_page_writes/);
  });
});
