import { describe, expect, it } from '@jest/globals';
import { agree } from './installed.mjs';

const pino = { version: '10.4.0', integrity: 'sha512-a' };
const elsewhere = { version: '1.0.0', integrity: 'sha512-b', optional: true };
const root = { version: '0.1.0' };

describe('packages that are as the lock wants them', () => {
  it.each([
    ['all of them', { 'node_modules/pino': pino }, { 'node_modules/pino': pino }],
    ['without one for another platform', { 'node_modules/pino': pino, 'node_modules/fsevents': elsewhere }, { 'node_modules/pino': pino }],
    ['the project itself does not count', { '': root, 'node_modules/pino': pino }, { 'node_modules/pino': pino }],
    ['one too many does no harm', {}, { 'node_modules/pino': pino }],
  ])('need no install: %s', (_what, wanted, found) => {
    expect(agree(wanted, found)).toBe(true);
  });
});

describe('packages that are not', () => {
  it.each([
    ['one is missing', { 'node_modules/pino': pino }, {}],
    ['one has another version', { 'node_modules/pino': pino }, { 'node_modules/pino': { ...pino, version: '10.3.0' } }],
    ['one has the version but other content', { 'node_modules/pino': pino }, { 'node_modules/pino': { ...pino, integrity: 'sha512-c' } }],
    ['an optional one has another version', { 'node_modules/fsevents': elsewhere }, { 'node_modules/fsevents': { version: '0.9.0' } }],
    ['one lies deeper', { 'node_modules/a/node_modules/pino': pino }, { 'node_modules/pino': pino }],
  ])('need one: %s', (_what, wanted, found) => {
    expect(agree(wanted, found)).toBe(false);
  });
});
