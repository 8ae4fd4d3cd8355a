import type { Scene } from '../stage.ts';

/** Last of all: whatever happened above, the books are even. */
export const books: Scene = {
  title: 'The books',
  async play(stage) {
    const { balanced, currencies } = await stage.operator.trialBalance();
    for (const { currency, debits, credits } of currencies) stage.tell(`${currency}: debits ${debits}, credits ${credits}`);
    stage.check('debits equal credits', balanced);
  },
};
