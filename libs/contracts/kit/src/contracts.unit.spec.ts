import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import type { Contract, MessageContract } from './contract.js';

const folder = new URL('../../', import.meta.url);
const services = readdirSync(folder).filter((name) => name !== 'kit');

const isContract = (exported: unknown): exported is Contract => typeof exported === 'object' && exported !== null && 'kind' in exported && 'service' in exported;

/** Found by folder, not imported by name: a new service's page is checked as soon as it is there, and the kit knows no service. */
const pages: { service: string; contracts: Contract[] }[] = [];
for (const service of services) {
  const page = (await import(new URL(`${service}/src/index.ts`, folder).href)) as Record<string, unknown>;
  pages.push({ service, contracts: Object.values(page).filter(isContract) });
}
const contracts = pages.flatMap((page) => page.contracts);
const messages = contracts.filter((contract): contract is MessageContract => contract.kind !== 'request');

describe('a page of contracts', () => {
  it.each(pages)('of $service speaks for that service alone and says something', ({ service, contracts: own }) => {
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((contract) => contract.service !== service)).toEqual([]);
  });

  it('names every message and request once', () => {
    const types = contracts.map(({ type }) => type);
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  });
});

describe('a message', () => {
  it.each(messages)('$type has a sample that its own schema takes, unchanged', ({ body, sample }) => {
    expect(body.parse(sample)).toEqual(sample);
  });

  it.each(messages)('$type survives JSON', ({ body, sample }) => {
    expect(body.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
  });

  it.each(messages)('$type refuses what is no object', ({ body }) => {
    expect(body.safeParse('text').success).toBe(false);
  });

  it.each(messages.filter(({ kind }) => kind === 'command'))('$type is answered only with answers that exist', ({ answers }) => {
    const known = messages.filter(({ kind }) => kind === 'answer').map(({ type }) => type);
    expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);
  });
});
