import { describe, expect, it } from '@jest/globals';
import { decisionsAreListed, decisionsNamedExist, linksLeadToFiles, linksLeadToHeadings } from './links.ts';
import type { Rule } from './rule.ts';

const first = 'docs/decisions/0001-a.md';
const second = 'docs/decisions/0002-b.md';
const index = 'docs/decisions/README.md';

const check = (rule: Rule, files: Record<string, string>) => rule.check(Object.entries(files).map(([path, text]) => ({ path, text })));

describe('links of a page', () => {
  it.each([
    ['a file beside it', '[b](0002-b.md)'],
    ['a file of another folder', '[code](../../apps/ledger/src/main.ts)'],
    ['a part of a file', '[part](0002-b.md#context)'],
    ['a part of itself', '[part](#context)'],
    ['a folder', '[apps](../../apps/ledger)'],
    ['a folder with a slash', '[apps](../../apps/ledger/)'],
    ['the root', '[all](../../)'],
    ['another site', '[site](https://example.com/nowhere.md)'],
    ['an address of mail', '[mail](mailto:somebody@example.com)'],
    ['nothing, in code', 'write `[title](NNNN-title.md)`'],
    ['nothing, in a block of code', '```\n[title](NNNN-title.md)\n```'],
  ])('to %s are right', (_what, text) => {
    expect(check(linksLeadToFiles, { [first]: text, [second]: '', 'apps/ledger/src/main.ts': '' })).toEqual([]);
  });

  it.each([
    ['a file that was renamed', '[b](0002-old.md)', '0002-old.md'],
    ['a file of the wrong folder', '[b](docs/decisions/0002-b.md)', 'docs/decisions/0002-b.md'],
    ['a folder that is not there', '[b](../guides/)', '../guides/'],
    ['a part of a file that is not there', '[b](gone.md#part)', 'gone.md'],
    ['a second link of a line', '[a](0001-a.md) and [b](gone.md)', 'gone.md'],
  ])('to %s are found', (_what, text, target) => {
    expect(check(linksLeadToFiles, { [first]: text, [second]: '' })).toEqual([`${first} links to ${target}, which is not there.`]);
  });

  it('are not looked for in code', () => {
    expect(check(linksLeadToFiles, { 'libs/kernel/src/money.ts': '// [gone](gone.md)' })).toEqual([]);
  });
});

describe('links into a page', () => {
  const page = '# Title\n## What `code` is (0011)\n## Twice\n## Twice\n### A [linked](x.md) one: so, too\n```\n# no heading\n```\n';

  it.each(['#title', '#what-code-is-0011', '#twice', '#twice-1', '#a-linked-one-so-too', '../../apps/ledger/src/main.ts#L7', 'https://example.com/#nowhere'])('to %s are right, also from another page', (target) => {
    const fromOther = target.startsWith('#') ? `0001-a.md${target}` : target;
    expect(check(linksLeadToHeadings, { [first]: `${page}[a](${target})`, [second]: `[a](${fromOther})` })).toEqual([]);
  });

  it.each(['#titel', '#twice-2', '#no-heading', '#Title'])('to %s are found, also from another page', (target) => {
    expect(check(linksLeadToHeadings, { [first]: `${page}[a](${target})`, [second]: `[a](0001-a.md${target})` })).toEqual([
      `${first} links to ${target}, and there is no such heading.`, `${second} links to 0001-a.md${target}, and there is no such heading.`,
    ]);
  });
});

describe('the index of decisions', () => {
  it('lists each once', () => {
    expect(check(decisionsAreListed, { [first]: '', [second]: '', [index]: '[a](0001-a.md) [b](0002-b.md)' })).toEqual([]);
  });

  it('is complained about when a decision is missing', () => {
    expect(check(decisionsAreListed, { [first]: '', [second]: '', [index]: '[a](0001-a.md)' })).toEqual([`${second} is listed 0 times in ${index}.`]);
  });

  it('is complained about when a decision is listed under two subjects', () => {
    expect(check(decisionsAreListed, { [first]: '', [index]: '[a](0001-a.md)\n[a](0001-a.md)' })).toEqual([`${first} is listed 2 times in ${index}.`]);
  });

  it('is complained about when it is not there', () => {
    expect(check(decisionsAreListed, { [first]: '' })).toEqual([`${first} is listed 0 times in ${index}.`]);
  });
});

describe('a decision that is named in code', () => {
  it('exists', () => {
    expect(check(decisionsNamedExist, { [first]: '', 'libs/kernel/src/money.ts': '/** Why: docs/decisions/0001. */' })).toEqual([]);
  });

  it('is found when it was merged into another', () => {
    expect(check(decisionsNamedExist, { [first]: '', 'libs/kernel/src/money.ts': '/** Why: docs/decisions/0009. */' }))
      .toEqual(['libs/kernel/src/money.ts names docs/decisions/0009, which is not there.']);
  });
});
