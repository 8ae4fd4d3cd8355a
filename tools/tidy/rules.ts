import { isCode, linesMatching, type Rule, type TextFile } from './rule.ts';

const drawers = ['util', 'utils', 'helper', 'helpers', 'manager', 'base', 'data', 'info', 'common', 'misc'];

/** EIP-712 calls what it signs so; no other name would be understood. */
const wordOfStandard = 'typed-data';

const wordsOf = (path: string): string[] => path.replace(wordOfStandard, '').split('/').flatMap((part) => part.split(/[.-]/));

const names: Rule = {
  name: 'names say what is inside',
  check: (files) => files.filter(isCode).filter(({ path }) => wordsOf(path).some((word) => drawers.includes(word))).map(({ path }) => `${path} is named like a drawer.`),
};

const kebab: Rule = {
  name: 'file names are kebab-case',
  check: (files) => files.filter(isCode).filter(({ path }) => !path.endsWith('.sol') && /[A-Z_]/.test(path)).map(({ path }) => `${path} is not in kebab-case.`),
};

const banners: Rule = {
  name: 'no banners',
  check: (files) => linesMatching(files.filter((file) => isCode(file) || /\.ya?ml$/.test(file.path)), /^\s*(\/\/|\/?\*+|#)\s*[-=*#~─═]{4,}/),
};

const unfinished: Rule = {
  name: 'nothing is left for later',
  check: (files) => linesMatching(files.filter(isCode).filter(notThisFolder), /(\/\/|\*|#).*\b(TODO|FIXME|XXX|HACK)\b/),
};

const everyTestRuns: Rule = {
  name: 'no test is skipped or alone',
  check: (files) =>
    linesMatching(
      files.filter(({ path }) => path.endsWith('.spec.ts')).filter(notThisFolder),
      /\b(it|test|describe)\.(skip|only|todo|failing)\b|\b(xit|xdescribe|xtest|fit|fdescribe)\(/,
    ),
};

const nothingPrivate: Rule = {
  name: 'nothing of one machine or network',
  check: (files) => linesMatching(files.filter(notThisFolder), /(^|[\s"'`=:(])\/(work|root|home\/\w+|tmp\/brief)\/|https?:\/\/(?![\w.]+\.example\b)[^\s/"']*(registry|mirror|artifactory|nexus|verdaccio)/),
};

const lockNamesNoHost: Rule = {
  name: 'the lock names no registry',
  check: (files) => linesMatching(files.filter(({ path }) => path === 'package-lock.json'), /"resolved": "(https?|git)/),
};

const decisionNumbers: Rule = {
  name: 'a decision has a number of its own',
  check: (files) => {
    const numbers = files.flatMap(({ path }) => /^docs\/decisions\/(\d{4})-/.exec(path)?.[1] ?? []);
    return [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))].map((number) => `docs/decisions/${number} is there twice.`);
  },
};

/** The rules and their specs must be able to name what they forbid. */
const notThisFolder = ({ path }: TextFile): boolean => !path.startsWith('tools/tidy/');

export const textRules: readonly Rule[] = [names, kebab, banners, unfinished, everyTestRuns, nothingPrivate, lockNamesNoHost, decisionNumbers];
