import { isCode, linesMatching, type Rule, type TextFile } from './rule.ts';

const isTable = ({ path }: TextFile): boolean => path.endsWith('.saga.ts');

/** Specs follow a withdrawal through its states, and planted bugs change rows of the tables; the rules and their specs must be able to name what they forbid. */
const mayNameStates = ({ path }: TextFile): boolean =>
  path.endsWith('.spec.ts') || /^apps\/[\w-]+\/test\//.test(path) || path.startsWith('libs/testing/simulation/src/mutations/') || path.startsWith('tools/tidy/');

/** The names in a table's union type of states. */
const statesIn = ({ text }: TextFile): string[] =>
  [...text.matchAll(/type \w*State =([^;]*);/g)].flatMap(([, union = '']) => [...union.matchAll(/'(\w+)'/g)].map(([, name = '']) => name));

/** One word, such as `failed`, is a phase or a status too: of those only the test of a state can be told from the rest. */
const isUnmistakable = (name: string): boolean => /[A-Z]/.test(name);

/** Code that runs sagas or reads what they stored. Elsewhere `state` is something else. */
const readsSagas = ({ path }: TextFile): boolean => path.startsWith('apps/intake/') || path.startsWith('libs/testing/simulation/');

/** A state compared with a text, or looked up in texts, by a name or a pattern. */
const tested = new RegExp([
  String.raw`\bstate\s*[!=]==\s*['"\`]`,
  String.raw`['"\`]\s*[!=]==\s*(\w+\??\.)*state\b(?!\??\.)`,
  String.raw`\.(test|includes|has)\((\w+\??\.)*state\)`,
  String.raw`\bstate\??\.(startsWith|endsWith|match|includes|search)\(`,
  String.raw`switch \((\w+\??\.)*state\)`,
].join('|'));

/** What a state means for others is a column of its table; code that goes by names is forgotten when a state is added. */
export const stateNamesStayInTables: Rule = {
  name: 'the names of a saga’s states stay in its table',
  check: (files) => {
    const names = [...new Set(files.filter(isTable).flatMap(statesIn))].filter(isUnmistakable);
    const others = files.filter(isCode).filter((file) => !isTable(file) && !mayNameStates(file));
    const named = names.length === 0 ? [] : linesMatching(others, new RegExp(`['"\`/^|(](${names.join('|')})['"\`/$|)]`));
    return [...new Set([...named, ...linesMatching(others.filter(readsSagas), tested)])];
  },
};
