import { describe, expect, it } from '@jest/globals';
import MiniSearch from 'minisearch';
import { entriesOf, searchOptions } from './search-entries.ts';

const html = '<h1 id="books">The books</h1><p>Every posting is balanced.</p><h2 id="holds" tabindex="-1">Holds &amp; limits</h2><p>A hold keeps <code>a &lt; b</code> back.</p><svg><text>drawing</text></svg>';
const entries = entriesOf('docs/books.html', 'The books', html, 7);

describe('what can be found of a page', () => {
  it('is each part under its heading, where it stands', () => {
    expect(entries).toEqual([
      { id: 7, address: 'docs/books.html', title: 'The books', heading: '', text: 'Every posting is balanced.' },
      { id: 8, address: 'docs/books.html#holds', title: 'The books', heading: 'Holds & limits', text: 'A hold keeps a < b back.' },
    ]);
  });

  it.each([['balanced', ['docs/books.html']], ['hold back', ['docs/books.html#holds']], ['balan', ['docs/books.html']], ['drawing', []], ['balanced back', []], ['nonsense', []]])('by “%s” is %j', (words, found) => {
    const index = new MiniSearch(searchOptions);
    index.addAll(entries);
    expect(index.search(words).map((hit) => String(hit['address']))).toEqual(found);
  });
});
