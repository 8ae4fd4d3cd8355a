import { renderMermaidSVG } from 'beautiful-mermaid';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import { posix } from 'node:path';
import { slugOf } from '../tidy/links.ts';

/** A drawing brings its own style and colours, and would fetch a font from elsewhere: the site's style has them, since a page may have none of its own. */
const drawn = (text: string): string => `<div class="drawing" tabindex="0" role="group" aria-label="Drawing">${renderMermaidSVG(text).replace(/<style>[\s\S]*?<\/style>/, '').replace(/ style="--bg[^"]*"/, '')}</div>\n`;

const isElsewhere = (target: string): boolean => /^([a-z][a-z0-9+.-]*:|\/|#)/i.test(target);

export interface Rendered {
  readonly title: string;
  readonly html: string;
  /** Of the page's own headings, for its side. */
  readonly headings: readonly { readonly level: number; readonly text: string; readonly slug: string }[];
}

/** What the page of a file is called in the site. A folder's README is the folder's page. */
export const addressOf = (path: string): string => path.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, '.html');

/** Where a link of one page leads in the site; null to what the site does not have, such as code. */
export function linkedTo(from: string, target: string, pages: ReadonlySet<string>): string | null {
  if (isElsewhere(target)) return target;
  const [file = '', fragment] = target.split('#');
  const path = posix.join(posix.dirname(from), decodeURI(file)).replace(/\/$/, '');
  const page = [path, posix.join(path, 'README.md')].find((each) => pages.has(each));
  if (page === undefined) return null;
  return `${posix.relative(posix.dirname(addressOf(from)), addressOf(page))}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** A page of Markdown as HTML: its links lead to other pages of the site, and what is drawn in text is drawn. */
export function rendered(path: string, text: string, pages: ReadonlySet<string>): Rendered {
  const headings: { level: number; text: string; slug: string }[] = [];
  const markdown = new MarkdownIt({ html: false, linkify: false }).use(anchor, {
    slugify: slugOf, tabIndex: false,
    callback: (token, { slug, title }) => void headings.push({ level: Number(token.tag.slice(1)), text: title, slug }),
  });
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token?.info.trim() === 'mermaid') return drawn(token.content);
    return fence?.(tokens, index, options, env, self) ?? '';
  };
  markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    const to = linkedTo(path, String(token?.attrGet('href')), pages);
    if (to !== null) token?.attrSet('href', to);
    else if (token !== undefined) Object.assign(token, { attrs: [['class', 'code-link'], ['title', String(token.attrGet('href')).replace(/^(\.\.\/)+/, '')]] });
    return self.renderToken(tokens, index, options);
  };
  markdown.renderer.rules['table_open'] = () => '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n';
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  const html = markdown.render(text).replaceAll(/ style="text-align:(left|center|right)"/g, ' class="$1"');
  return { title: headings[0]?.text ?? path, html, headings };
}
