import { posix } from 'node:path';
import type { Rule, TextFile } from './rule.ts';

const index = 'docs/decisions/README.md';
const record = /^docs\/decisions\/(\d{4})-.*\.md$/;

const isMarkdown = ({ path }: TextFile): boolean => path.endsWith('.md');

/** The targets of a page's links, without fragments. What stands in code is no link. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*$/, '')).filter((target) => target !== '');
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
