import { describe, expect, it } from '@jest/globals';
import { ComplianceConfig } from './compliance.config.js';

const whole = { CLAMD_URL: 'tcp://clamd.example:3310', SCREENING_URL: 'http://watchman.example:8084' };

describe('the environment of compliance', () => {
  it('is where the scanner and the lists are', () => {
    expect(new ComplianceConfig({ sandbox: false }, whole)).toEqual({ clamd: { host: 'clamd.example', port: 3310 }, screeningUrl: 'http://watchman.example:8084', documentDays: 1_826 });
  });

  it('may be nothing in the sandbox', () => {
    expect(new ComplianceConfig({ sandbox: true }, {})).toEqual({ clamd: null, screeningUrl: null, documentDays: 1_826 });
  });

  it.each([
    [{}, 'CLAMD_URL must be a tcp:// address with a port outside of the sandbox, SCREENING_URL must be an http(s) address outside of the sandbox'],
    [{ ...whole, CLAMD_URL: undefined }, 'CLAMD_URL must be a tcp:// address with a port outside of the sandbox'],
    [{ ...whole, CLAMD_URL: 'http://clamd.example:3310' }, 'CLAMD_URL must be a tcp:// address with a port'],
    [{ ...whole, CLAMD_URL: 'tcp://clamd.example' }, 'CLAMD_URL must be a tcp:// address with a port'],
    [{ ...whole, SCREENING_URL: 'watchman' }, 'SCREENING_URL must be an http(s) address'],
  ])('is not enough: %j', (environment, sentence) => {
    expect(() => new ComplianceConfig({ sandbox: false }, environment)).toThrow(sentence);
  });
});
