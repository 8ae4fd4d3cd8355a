import type { Options } from 'minisearch';

/** A part of a page that can be found by itself. */
export interface SearchEntry {
  readonly id: number;
  /** From the site's first folder. */
  readonly address: string;
  readonly title: string;
  /** Empty for what stands before the page's first heading. */
  readonly heading: string;
  readonly text: string;
}

/** The same where the index is tested and where it is searched: all words of the question, the last one perhaps not finished. */
export const searchOptions: Options<SearchEntry> = {
  fields: ['title', 'heading', 'text'], storeFields: ['address', 'title', 'heading', 'text'],
  searchOptions: { combineWith: 'AND', prefix: true, boost: { title: 4, heading: 3 }, fuzzy: (word) => (word.length > 5 ? 0.2 : false) },
};

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** What one reads of a page: no markup, and no drawings. */
const readable = (html: string): string => html.replaceAll(/<svg[\s\S]*?<\/svg>/g, ' ').replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity).replaceAll(/\s+/g, ' ').trim();

/** The parts of a rendered page, each under its heading of the second level. */
export function entriesOf(address: string, title: string, html: string, firstId: number): SearchEntry[] {
  return html.split(/(?=<h2 id=")/).map((part, index) => {
    const [heading = '', slug] = /^<h2 id="([^"]*)"[^>]*>([\s\S]*?)<\/h2>/.exec(part)?.slice(1).reverse() ?? [];
    return { id: firstId + index, address: slug === undefined ? address : `${address}#${slug}`, title, heading: readable(heading), text: readable(part.replace(/<h([12])[\s\S]*?<\/h\1>/, '')) };
  });
}
