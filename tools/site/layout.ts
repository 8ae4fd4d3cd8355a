import { posix } from 'node:path';
import { addressOf, linkedTo, type Rendered } from './render.ts';

export interface Section {
  readonly name: string;
  readonly pages: readonly { readonly title: string; readonly path: string }[];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The first link of each line of the table of contents, under its heading. */
export function sectionsOf(contents: string, path: string): Section[] {
  const sections: { name: string; pages: { title: string; path: string }[] }[] = [];
  for (const line of contents.split('\n')) {
    const [, heading] = /^## (.*)$/.exec(line) ?? [];
    if (heading !== undefined) sections.push({ name: heading, pages: [] });
    const [, title, target] = /^- \[([^\]]+)\]\(([^)#]+)\)/.exec(line) ?? [];
    if (title !== undefined && target !== undefined) sections.at(-1)?.pages.push({ title, path: posix.join(posix.dirname(path), target) });
  }
  return sections;
}

function navigation(here: string, sections: readonly Section[], pages: ReadonlySet<string>): string {
  const item = ({ title, path }: Section['pages'][number]): string => {
    const to = linkedTo(here, posix.relative(posix.dirname(here), path), pages) ?? '';
    return `<li><a href="${to}"${path === here ? ' aria-current="page"' : ''}>${escaped(title)}</a></li>`;
  };
  const isOpen = ({ pages: own }: Section): string => (own.some(({ path }) => path === here) ? ' open' : '');
  return sections.map((section) => `<details${isOpen(section)}><summary>${escaped(section.name)}</summary><ul>${section.pages.map(item).join('')}</ul></details>`).join('\n');
}

const MOST_HEADINGS = 60;

/** Nothing but the site's own files: no script or style that stands in a page, and nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** Shown by the script that does it: without one, a page is as it was. */
const SEARCH = '<form class="search" role="search" hidden><input type="search" aria-label="Search the documentation" placeholder="Search ( / )" autocomplete="off" spellcheck="false"><div><output></output><ol></ol></div></form>';

/** The whole page: where one can go on the left, what is in it on the right. */
export function page(path: string, { title, html, headings }: Rendered, sections: readonly Section[], pages: ReadonlySet<string>): string {
  const up = posix.relative(posix.dirname(addressOf(path)), '.') || '.';
  const inside = headings.filter(({ level }) => level === 2 || level === 3).slice(0, MOST_HEADINGS);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light dark"><title>${escaped(title)} – Sluice</title><link rel="stylesheet" href="${up}/site.css"><script src="${up}/search.js" defer></script></head>
<body>
<a class="skip" href="#content">To the text</a>
<header><a href="${up}/index.html"><strong>Sluice</strong></a> <a href="${up}/docs/index.html">Documentation</a>${SEARCH}</header>
<div class="columns">
<nav aria-label="Documentation">${navigation(path, sections, pages)}</nav>
<main id="content" tabindex="-1">${html}</main>
<aside aria-label="On this page">${inside.length < 2 ? '' : `<ul>${inside.map(({ level, text, slug }) => `<li class="level-${level}"><a href="#${slug}">${escaped(text)}</a></li>`).join('')}</ul>`}</aside>
</div>
</body>
</html>
`;
}
