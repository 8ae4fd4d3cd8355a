import { isCode, type Rule, type TextFile } from './rule.ts';

interface BannedWord {
  /** Lower-case words that stand in an identifier or a file's name in this order. */
  readonly words: string;
  /** What the field says for it: the terms of the glossary in CONTRIBUTING.md. */
  readonly say: string;
  /** In prose the word has another, usual meaning: comments are not searched for it. */
  readonly onlyInNames?: true;
}

const inNames = (say: string, ...words: readonly string[]): BannedWord[] => words.map((each) => ({ words: each, say, onlyInNames: true }));
const anywhere = (say: string, ...words: readonly string[]): BannedWord[] => words.map((each) => ({ words: each, say }));

export const bannedWords: readonly BannedWord[] = [
  ...anywhere('failed attempts', 'fruitless'),
  ...anywhere('fault injector', 'poisoner'),
  ...anywhere('dead-letter admin', 'desk'),
  ...anywhere('isolation queue', 'suspects'),
  ...anywhere('batcher', 'gathering', 'gatherer'),
  ...anywhere('reply address, or requester', 'asker', 'askers'),
  ...anywhere('backoff, or limit', 'patience', 'patiently'),
  ...anywhere('without event', 'quietly'),
  ...anywhere('balance snapshot', 'brought forward'),
  ...anywhere('system account', 'house account', 'named account'),
  ...inNames('pending entries', 'unfiled'),
  ...inNames('observation, event or report', 'told', 'heard', 'unheard', 'news'),
  ...inNames('command, request or inquiry', 'asks'),
  ...inNames('idempotency record, allocation, redemption window, limit usage or document reference', 'claim', 'claims', 'claimed', 'claiming'),
  ...inNames('active slot', 'place id'),
  ...inNames('admission, settlement or deposit', 'admitting', 'concluding', 'arriving'),
];

/** Names that are stored or on the wire, or are somebody else's term, each with the reason. When no code has one any more, it is taken off. */
export const keptNames: Readonly<Record<string, string>> = {
  admitting: 'a stored state of a portfolio withdrawal',
  asker: 'stored in deliveries, payout legs and bridged legs',
  claim: "a function of the yield positions' contracts, called by the tests of them",
  claiming: 'a stored state of a position that is redeemed',
  claims: 'stored in limit usages, wallets and legs; and what a token says',
  claimsSchema: 'what a token says (RFC 7519)',
  fruitless: 'stored in payments, payout legs, sale orders and transfers',
  heard: 'stored in transfers and payments',
  isTold: 'stored in transactions on chains',
  isToldTwice: "stored in the simulated custodian's journal",
  placeId: 'stored in portfolios and in the records of their withdrawals',
  requiredClaims: "an option of jose's verification",
  suspects: 'stored in the marks of the check of the event log',
  told: 'stored in payout legs',
  unfiledEntries: 'stored in accounts',
  unfiledHolds: 'stored in accounts',
};

const wordsIn = (name: string): string[] => (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());

const holds = (name: string, { words }: BannedWord): boolean => ` ${wordsIn(name).join(' ')} `.includes(` ${words} `);

/** Comments, and texts in quotes; of those in backquotes what is code stays. */
const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

function partsOf(text: string): { readonly names: ReadonlySet<string>; readonly comments: string } {
  const comments: string[] = [];
  const code = text.replace(COMMENT_OR_TEXT, (part) => {
    if (part.startsWith('/')) comments.push(part);
    return part.startsWith('`') ? (part.match(/\$\{[^}]*\}/g) ?? []).join(' ') : ' ';
  });
  return { names: new Set(code.match(/(?<![\w$])[A-Za-z_$][\w$]*/g)), comments: comments.join('\n') };
}

/** The rules and their specs must be able to name what they forbid. */
const isSearched = (file: TextFile): boolean => isCode(file) && !file.path.endsWith('.sol') && !file.path.startsWith('tools/tidy/');

function findingsIn({ path }: TextFile, { names, comments }: ReturnType<typeof partsOf>): string[] {
  const unexcused = [...names].filter((name) => !Object.hasOwn(keptNames, name));
  return bannedWords.flatMap((banned) => {
    const named = unexcused.filter((name) => holds(name, banned)).map((name) => `${path} has the name ${name}: say ${banned.say}.`);
    const filed = holds(path, banned) ? [`${path} is named by "${banned.words}": say ${banned.say}.`] : [];
    const said = banned.onlyInNames !== true && new RegExp(`\\b${banned.words.replace(' ', '[\\s*/]+')}\\b`, 'i').test(comments);
    return [...named, ...filed, ...(said ? [`${path} has "${banned.words}" in a comment: say ${banned.say}.`] : [])];
  });
}

export const plainWords: Rule = {
  name: 'names are the terms of the field',
  check: (files) => files.filter(isSearched).flatMap((file) => findingsIn(file, partsOf(file.text))),
};

export const keptNamesAreNeeded: Rule = {
  name: 'older names that are excused are there',
  check: (files) => {
    const names = new Set(files.filter(isSearched).flatMap(({ text }) => [...partsOf(text).names]));
    return Object.keys(keptNames).filter((name) => !names.has(name)).map((name) => `tools/tidy/plain-words.ts excuses ${name}, which no code has any more.`);
  },
};
