import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import type { TestService } from '@sluice/builders';
import { bookReturn, holdPlaced, placeHold, postHold, returnBooked } from '@sluice/contract-ledger';
import type { Connection } from 'mongoose';
import { balanceOf, openWith, startLedger, usd } from './bank.js';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

/** Waits for the dead letter of a message and gives its cause. */
async function causeOf(messageId: string): Promise<string> {
  const letters = ledger.app.get<Connection>(getConnectionToken()).collection<{ id: string; cause: string }>('dead_letters');
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const all = await letters.find().toArray();
    const found = all.find((letter) => JSON.stringify(letter).includes(messageId));
    if (found !== undefined) return found.cause;
  }
  throw new Error(`${messageId} was not parked.`);
}

describe('a command that can never be done', () => {
  it('is parked when the return is to an account that is not there', async () => {
    const back = { returnId: 'r1', accountId: 'acc_nobody', amount: usd(1), fromAccountId: 'clearing:ACH:USD' };
    await ledger.publish(bookReturn, back, { id: 'return-to-nobody' });
    expect(await causeOf('return-to-nobody')).toContain('There is no account acc_nobody');
  });

  it('is parked when a posting is in another currency or against another customer, and books nothing', async () => {
    await openWith(ledger, 'acc_1', 1_000);
    await ledger.publish(placeHold, { accountId: 'acc_1', holdId: 'h1', amount: usd(500) });
    await ledger.next(holdPlaced);
    const posting = (postingId: string, currency: 'USD' | 'EUR', toAccountId: string) => {
      const postings = [{ postingId, amount: { currency, units: '1' }, toAccountId }];
      return ledger.publish(postHold, { accountId: 'acc_1', holdId: 'h1', postings, releaseRest: true }, { id: postingId });
    };
    await posting('in-euros', 'EUR', 'clearing:SEPA:EUR');
    await posting('to-a-customer', 'USD', 'acc_2');
    expect(await causeOf('in-euros')).toContain('cannot be combined');
    expect(await causeOf('to-a-customer')).toContain('not a system account');
    expect(await balanceOf(ledger, 'acc_1')).toBe('posted 1000 pending 500 available 500');
  });

  it('holds up none of those behind it', async () => {
    await openWith(ledger, 'acc_3', 100);
    const back = { returnId: 'r3', amount: usd(1), fromAccountId: 'clearing:ACH:USD' };
    await ledger.publish(bookReturn, { ...back, accountId: 'acc_gone' });
    await ledger.publish(bookReturn, { ...back, accountId: 'acc_3' });
    expect((await ledger.next(returnBooked)).body.accountId).toBe('acc_3');
  });
});
