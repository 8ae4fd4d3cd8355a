/// <reference lib="dom" />
import MiniSearch, { type SearchResult } from 'minisearch';
import { searchOptions, type SearchEntry } from './search-entries.ts';

declare global {
  /** What the index file brings, in the order of the site's table of contents. */
  var sluiceSearch: readonly SearchEntry[] | undefined;
}

const MOST_RESULTS = 12;
const AROUND = 90;

const here = document.currentScript as HTMLScriptElement;
const form = document.querySelector<HTMLFormElement>('.search');
const field = form?.querySelector('input');
const results = form?.querySelector('ol');
const said = form?.querySelector('output');

let found: Promise<MiniSearch<SearchEntry>> | undefined;

/** Read when it is first needed, as a script: a page that was opened as a file may not fetch. */
const readIndex = (): Promise<MiniSearch<SearchEntry>> => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = new URL('search-index.js', here.src).href;
  script.onerror = () => reject(new Error('The index cannot be read.'));
  script.onload = () => {
    const index = new MiniSearch<SearchEntry>(searchOptions);
    index.addAll(globalThis.sluiceSearch ?? []);
    resolve(index);
  };
  document.head.append(script);
});

/** Where the first of the words stands in the text, with what is around it. */
function excerptOf(text: string, words: readonly string[]): string {
  const at = Math.max(0, Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).map((place) => (place < 0 ? text.length : place))));
  const from = at === text.length ? 0 : Math.max(0, text.lastIndexOf(' ', at - AROUND / 2) + 1);
  return `${from > 0 ? '… ' : ''}${text.slice(from, from + AROUND * 2)}${from + AROUND * 2 < text.length ? ' …' : ''}`;
}

function item(hit: SearchResult): HTMLLIElement {
  const [line, link, text] = [document.createElement('li'), document.createElement('a'), document.createElement('span')];
  link.href = new URL(String(hit['address']), here.src).href;
  link.textContent = hit['heading'] === '' ? String(hit['title']) : `${String(hit['title'])} › ${String(hit['heading'])}`;
  text.textContent = excerptOf(String(hit['text']), hit.terms);
  line.append(link, text);
  return line;
}

async function find(text: string): Promise<void> {
  const index = await (found ??= readIndex());
  if (field?.value.trim() !== text || results === null || results === undefined || said === null || said === undefined) return;
  const hits = text === '' ? [] : index.search(text);
  results.replaceChildren(...hits.slice(0, MOST_RESULTS).map(item));
  said.textContent = text === '' ? '' : hits.length === 0 ? `Nothing is found for “${text}”.` : `${hits.length} found${hits.length > MOST_RESULTS ? `, the best ${MOST_RESULTS} shown` : ''}.`;
}

function showSoon(text: string): void {
  find(text).catch((error: unknown) => said?.replaceChildren(String(error)));
}

/** Down and up go through the results, Escape goes back to the text, `/` comes from anywhere. */
function onKey(event: KeyboardEvent): void {
  const links = [...(results?.querySelectorAll('a') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  if (event.key === '/' && !(event.target instanceof HTMLInputElement)) field?.focus();
  else if (!form?.contains(document.activeElement)) return;
  else if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === 'ArrowUp' && at >= 0) (links[at - 1] ?? field)?.focus();
  else if (event.key === 'Escape' && field !== null && field !== undefined) {
    field.value = '';
    showSoon('');
    document.querySelector<HTMLElement>('main')?.focus();
  } else return;
  event.preventDefault();
}

if (form !== null && field !== null && field !== undefined) {
  form.hidden = false;
  field.addEventListener('input', () => showSoon(field.value.trim()));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    results?.querySelector('a')?.click();
  });
  document.addEventListener('keydown', onKey);
}
