import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectBooksAgree, openPortfolioStory, waitLimit, pounds, type PortfolioStory } from './portfolio-story.js';
import { decide, referralOf } from './referrals.js';

let story: PortfolioStory;
beforeAll(async () => {
  story = await openPortfolioStory();
});

async function requested(partyName: string, accountName: string): Promise<{ id: string; portfolioId: string }> {
  const { id: partyId } = await story.client.openParty(partyName);
  const { id: portfolioId } = await story.client.openPortfolio({ partyId, mandateType: 'ExecutionOnly' });
  await story.client.addBankAccount({ partyId, name: accountName, isDefault: true });
  await story.operator.deposit(portfolioId, '100.00', 'GBP');
  return { id: await story.client.requested({ portfolioId, consideration: pounds(40) }), portfolioId };
}

describe('a withdrawal of a party', () => {
  it('on a list waits for an operator though its bank account has another name, and comes to nothing when refused', async () => {
    const { id, portfolioId } = await requested('Viktor Dragunovich Malakhov', 'Main account');
    expect(await referralOf(story.operator, id)).toMatchObject({ hits: [{ name: 'Viktor Dragunovich Malakhov' }] });
    expect(await story.client.withdrawal(id)).toMatchObject({ paidOut: null });
    await decide(story.operator, id, 'refuse');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Rejected', paidOut: null });
    await expectBooksAgree(story, portfolioId);
  });

  it('on no list waits too when its bank account has the name of somebody who is, and is paid when cleared', async () => {
    const { id, portfolioId } = await requested('Ada Lovelace', 'Zephyrine Quillfeather-Morrow');
    expect(await referralOf(story.operator, id)).toMatchObject({ hits: [{ name: 'Zephyrine Quillfeather-Morrow' }] });
    await decide(story.operator, id, 'clear');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled', paidOut: pounds(40) });
    await expectBooksAgree(story, portfolioId);
  });

  it.each([['سمير القندهوري', 'Main account', 'سمير القندهوري'], ['Ada Lovelace', '12345', '12345'], ['12345', 'Main account', '12345']])('%s with an account %s waits for an operator, since %s cannot be compared', async (party, account, incomparable) => {
    const { id } = await requested(party, account);
    expect(await referralOf(story.operator, id)).toMatchObject({ hits: [], incomparable: [incomparable] });
    await decide(story.operator, id, 'clear');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled' });
  });

  it.each([['Łukasz Żółć', 'Savings'], ['Анна Каренина', 'Anna Karenina'], ['Γιώργος Παπαδόπουλος', 'G Papadopoulos']])('with the ordinary name %s is paid', async (party, account) => {
    const { id } = await requested(party, account);
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled' });
  });
});
