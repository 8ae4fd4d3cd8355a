import { posix } from 'node:path';
import type { Rule, TextFile } from './rule.ts';

const index = 'docs/decisions/README.md';
const record = /^docs\/decisions\/(\d{4})-.*\.md$/;

const isMarkdown = ({ path }: TextFile): boolean => path.endsWith('.md');

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

/** The targets of a page's links, with their fragments. What stands in code is no link. */
function targetsOf(text: string): string[] {
  return [...withoutBlocks(text).replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

const linksOf = (text: string): string[] => targetsOf(text).map((target) => target.replace(/#.*$/, '')).filter((target) => target !== '');

/** What a heading is called in an address: as the hosts of repositories call it, and the site. */
export const slugOf = (heading: string): string =>
  heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');

/** Of all headings of a page; of two that are alike the second has a number after it. */
function slugsOf(text: string): Set<string> {
  const slugs = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#{1,6} (.*)$/gm)) {
    const slug = slugOf(heading);
    let number = 0;
    while (slugs.has(number === 0 ? slug : `${slug}-${number}`)) number += 1;
    slugs.add(number === 0 ? slug : `${slug}-${number}`);
  }
  return slugs;
}

const isRelative = (target: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/)/i.test(target);

const resolved = (page: string, target: string): string => posix.join(posix.dirname(page), decodeURI(target)).replace(/\/$/, '');

/** A link to a folder is one to any file in it. */
export const linksLeadToFiles: Rule = {
  name: 'links between pages lead to files',
  check: (files) => {
    const folders = files.flatMap(({ path }) => path.split('/').map((_part, depth, parts) => parts.slice(0, depth).join('/') || '.'));
    const targets = new Set([...files.map(({ path }) => path), ...folders]);
    return files.filter(isMarkdown).flatMap(({ path, text }) =>
      linksOf(text).filter(isRelative).filter((target) => !targets.has(resolved(path, target))).map((target) => `${path} links to ${target}, which is not there.`));
  },
};

export const linksLeadToHeadings: Rule = {
  name: 'links into pages lead to headings',
  check: (files) => {
    const pages = new Map(files.filter(isMarkdown).map(({ path, text }) => [path, slugsOf(text)]));
    return files.filter(isMarkdown).flatMap(({ path, text }) => targetsOf(text).filter(isRelative).flatMap((target) => {
      const [file = '', fragment] = target.split('#');
      const slugs = pages.get(file === '' ? path : resolved(path, file));
      return fragment === undefined || slugs === undefined || slugs.has(decodeURI(fragment)) ? [] : [`${path} links to ${target}, and there is no such heading.`];
    }));
  },
};

export const decisionsAreListed: Rule = {
  name: 'each decision is listed once in the index',
  check: (files) => {
    const listed = linksOf(files.find(({ path }) => path === index)?.text ?? '').map((target) => resolved(index, target));
    return files.filter(({ path }) => record.test(path)).flatMap(({ path }) => {
      const times = listed.filter((target) => target === path).length;
      return times === 1 ? [] : [`${path} is listed ${times} times in ${index}.`];
    });
  },
};

/** Code names a decision by its number alone, so that it may be retitled. */
export const decisionsNamedExist: Rule = {
  name: 'decisions that are named exist',
  check: (files) => {
    const numbers = new Set(files.flatMap(({ path }) => record.exec(path)?.[1] ?? []));
    return files.filter(({ path }) => !path.startsWith('tools/tidy/')).flatMap(({ path, text }) =>
      [...text.matchAll(/docs\/decisions\/(\d{4})/g)].filter(([, number = '']) => !numbers.has(number)).map(([named]) => `${path} names ${named}, which is not there.`));
  },
};
