import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectSuccess, until } from '@sluice/tools/client';
import { z } from 'zod';
import { expectBooksAgree, openPortfolioStory, patience, pounds, type PortfolioStory } from './portfolio-story.js';

let story: PortfolioStory;
beforeAll(async () => {
  story = await openPortfolioStory();
});

const referralsSchema = z.object({ data: z.array(z.object({ withdrawalId: z.string(), hits: z.array(z.object({ name: z.string() })), incomparable: z.array(z.string()) })) });
const canonicalSchema = z.object({ id: z.string() });

async function referralOf(dialectId: string) {
  const { id } = expectSuccess('Reading a withdrawal', await story.operator.ask(`/withdrawals/${dialectId}`), canonicalSchema);
  const referrals = async () => expectSuccess('Reading referrals', await story.operator.ask('/referrals?limit=200'), referralsSchema).data.filter(({ withdrawalId }) => withdrawalId === id);
  return (await until('the withdrawal is referred', referrals, (seen) => seen.length > 0))[0];
}

const decide = async (dialectId: string, decision: 'clear' | 'refuse'): Promise<void> => {
  expect((await story.operator.ask(`/withdrawals/${dialectId}/actions/${decision}`, { method: 'POST', body: { reason: 'Looked into it.' } })).status).toBe(200);
};

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
    expect(await referralOf(id)).toMatchObject({ hits: [{ name: 'Viktor Dragunovich Malakhov' }] });
    expect(await story.client.withdrawal(id)).toMatchObject({ paidOut: null });
    await decide(id, 'refuse');
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Rejected', paidOut: null });
    await expectBooksAgree(story, portfolioId);
  });

  it('on no list waits too when its bank account has the name of somebody who is, and is paid when cleared', async () => {
    const { id, portfolioId } = await requested('Ada Lovelace', 'Zephyrine Quillfeather-Morrow');
    expect(await referralOf(id)).toMatchObject({ hits: [{ name: 'Zephyrine Quillfeather-Morrow' }] });
    await decide(id, 'clear');
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Settled', paidOut: pounds(40) });
    await expectBooksAgree(story, portfolioId);
  });

  it('whose name cannot be compared waits for an operator', async () => {
    const { id } = await requested('سمير القندهوري', 'Main account');
    expect(await referralOf(id)).toMatchObject({ hits: [], incomparable: ['سمير القندهوري'] });
    await decide(id, 'clear');
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Settled' });
  });

  it.each([['Łukasz Żółć', 'Savings'], ['Анна Каренина', 'Anna Karenina'], ['Γιώργος Παπαδόπουλος', 'G Papadopoulos']])('with the ordinary name %s is paid', async (party, account) => {
    const { id } = await requested(party, account);
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Settled' });
  });
});
