import { describe, expect, it } from '@jest/globals';
import { bannedWords, keptNames, keptNamesAreNeeded, plainWords } from './plain-words.ts';

const file = (text: string, path = 'apps/x/src/y.ts') => [{ path, text }];

describe('names', () => {
  it.each([
    ['terms of the field', 'const replyAddress = failedAttempts + 1;'],
    ['words that only contain an older one', 'const untold = tasks + proclaimed + deskewed + housekeeping;'],
    ['an older word in a text, which is stored or sent', "const status = 'fruitless'; const other = `asker ${one}`; const third = \"patience\";"],
    ['an older word of prose in a comment', '/** What it is told, heard and asks; news of a claim. */ // It has arrived: arriving was late.\n'],
    ['parts of an older term apart', 'const broughtTo = forward; const house = 1; const accountOfHouse = 2;'],
  ])('may be %s', (_, text) => {
    expect(plainWords.check(file(text))).toEqual([]);
  });

  it.each([
    ['alone', 'const gathering = 1;', 'gathering'],
    ['as a part in the middle', 'const isPatienceOver = true;', 'isPatienceOver'],
    ['in capitals', 'const PATIENCE_MS = 1;', 'PATIENCE_MS'],
    ['as a type', 'interface OrderTold {}', 'OrderTold'],
    ['as a property', 'payment.askers.push(one);', 'askers'],
    ['of two words', 'const broughtForward = 1;', 'broughtForward'],
    ['of two words, of which the first is a part', 'const theHouseAccountId = 1;', 'theHouseAccountId'],
    ['in the code of a text', 'const text = `${one.newsOf(two)}`;', 'newsOf'],
    ['after a text with a comment in it', "const url = 'http://x'; const poisoner = 1;", 'poisoner'],
  ])('that are older words are found: %s', (_, text, name) => {
    expect(plainWords.check(file(text))).toEqual([expect.stringMatching(`^apps/x/src/y.ts has the name ${name}: say `)]);
  });

  it('are found once for each name and file', () => {
    expect(plainWords.check(file('const desk = 1; use(desk); const deskOf = 2;'))).toHaveLength(2);
  });

  it('that are excused stand for themselves alone', () => {
    const [name = ''] = Object.keys(keptNames).filter((kept) => kept === 'told');
    expect(plainWords.check(file(`const ${name} = 1;`))).toEqual([]);
    expect(plainWords.check(file(`const ${name}Before = 1;`))).toHaveLength(1);
  });

  it('of what every object has are no excuse', () => {
    expect(Object.hasOwn(keptNames, 'toString')).toBe(false);
    expect(plainWords.check(file('const toString = desk;'))).toHaveLength(1);
  });

  it('are excused no longer than they are there', () => {
    const all = Object.keys(keptNames);
    expect(keptNamesAreNeeded.check(file(all.map((name) => `use(${name});`).join('\n')))).toEqual([]);
    expect(keptNamesAreNeeded.check(file(all.slice(1).map((name) => `use(${name});`).join('\n')))).toEqual([`tools/tidy/plain-words.ts excuses ${all[0] ?? ''}, which no code has any more.`]);
  });

  it('are excused for a reason, and only those that the rule finds', () => {
    for (const [name, reason] of Object.entries(keptNames)) {
      expect(reason.length).toBeGreaterThan(10);
      expect(bannedWords.some(({ words }) => words.split(' ').every((word) => name.toLowerCase().includes(word)))).toBe(true);
    }
  });
});

describe('comments', () => {
  it.each(['// The desk has it.', '/** Brought\n * forward. */', 'one(); // with patience', '/* Its asker waits. */'])('with an older term are found: %s', (text) => {
    expect(plainWords.check(file(text))).toHaveLength(1);
  });

  it.each(['// The desktop.', '/** What was brought, and goes forward. */', "const url = '// with patience';"])('without one are not: %s', (text) => {
    expect(plainWords.check(file(text))).toEqual([]);
  });
});

describe('file names', () => {
  it.each([['apps/x/src/dead-letter-desk.ts'], ['libs/x/src/told/one.ts'], ['tools/x/brought-forward.ts']])('with an older term are found: %s', (path) => {
    expect(plainWords.check(file('', path))).toHaveLength(1);
  });

  it.each([['apps/x/src/desktop.ts'], ['docs/desk.md'], ['tools/tidy/desk.ts'], ['tools/commands/house.ts']])('without one, or elsewhere, are not: %s', (path) => {
    expect(plainWords.check(file('', path))).toEqual([]);
  });
});
