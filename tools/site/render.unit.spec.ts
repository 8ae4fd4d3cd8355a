import { describe, expect, it } from '@jest/globals';
import { addressOf, linkedTo, rendered } from './render.ts';

const pages = new Set(['README.md', 'docs/decisions/README.md', 'docs/decisions/0001-a.md', 'docs/guides/first.md']);

describe('a link', () => {
  it.each([
    ['another page', '../guides/first.md', '../guides/first.html'], ['a part of it', '../guides/first.md#part', '../guides/first.html#part'], ['a folder that has a page', '../decisions/', 'index.html'],
    ['the first page', '../../README.md', '../../index.html'], ['a part of its own page', '#part', '#part'], ['somewhere else', 'https://example.com/a.md', 'https://example.com/a.md'],
  ])('to %s leads to its page in the site', (_what, target, address) => {
    expect(linkedTo('docs/decisions/0001-a.md', target, pages)).toBe(address);
  });

  it.each(['../../apps/ledger/src/main.ts', '../../apps/ledger', 'gone.md'])('to %s, which the site does not have, leads nowhere', (target) => {
    expect(linkedTo('docs/decisions/0001-a.md', target, pages)).toBeNull();
  });
});

describe('a page', () => {
  it('has its headings with the names that links use', () => {
    const { title, headings, html } = rendered('README.md', '# One `page`\n## Twice\n## Twice\n', pages);
    expect([title, headings.map(({ slug }) => slug)]).toEqual(['One page', ['one-page', 'twice', 'twice-1']]);
    expect(html).toContain('<h2 id="twice-1">');
  });

  it('draws what is drawn in text, and fetches nothing for it', () => {
    const { html } = rendered('README.md', '```mermaid\nstateDiagram-v2\n  [*] --> one\n  one --> two : go\n```\n', pages);
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('shows code as code, and markup in the text as text', () => {
    const { html } = rendered('README.md', '```ts\na < b\n```\n<script>alert(1)</script>\n', pages);
    expect(html).toContain('a &lt; b');
    expect(html).not.toContain('<script>');
  });

  it('is the folder’s own where it is its README', () => {
    expect(['README.md', 'docs/decisions/README.md', 'docs/README-old.md'].map(addressOf)).toEqual(['index.html', 'docs/decisions/index.html', 'docs/README-old.html']);
  });
});
