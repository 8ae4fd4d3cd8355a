import { afterAll, describe, expect, it } from '@jest/globals';
import { BraidCaller, fundedPortfolio, WealthKernelCaller } from '@sluice/tools/client';
import { randomBytes } from 'node:crypto';
import { Console } from './console-page.js';
import { pounds } from './portfolio-story.js';
import { accepted, customerWith, openStory } from './story.js';

const story = await openStory();
const browser = await Console.open(story);
afterAll(async () => {
  await browser.close();
});

/** What a page says of a withdrawal that has arrived: every service that it went through, and its booking. */
async function expectWholeLife(id: string, services: readonly string[], delivered: string): Promise<void> {
  const page = await browser.at(`/withdrawals/${id}`);
  await page.getByRole('heading', { level: 1, name: id }).waitFor();
  await page.getByText('It ended as settled').waitFor();
  await page.locator('.rows .line').first().waitFor();
  const seen = new Set(await page.locator('.rows .service').allTextContents());
  expect([...seen]).toEqual(expect.arrayContaining([...services]));
  expect(await page.locator('.facts').innerText()).toContain(delivered);
  await page.locator('.entries tbody tr').nth(2).waitFor();
  expect(await page.locator('.saga .here').innerText()).toContain('settled');
  await page.close();
}

describe('signing in', () => {
  it('is refused to who has no operator’s key, and shows nothing', async () => {
    const page = await browser.blank();
    await page.goto(`${story.stack.gateway}/console/withdrawals`);
    for (const key of ['not a key', story.stack.tenants['acme']?.braid.token ?? '']) {
      await page.getByLabel('Operator’s key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').getByText('This key opens nothing here').waitFor();
    }
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.close();
  });

  it('keeps the key in the page’s memory alone: a reload asks for it again', async () => {
    const page = await browser.at('/');
    expect(await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).toBe('[{},{},""]');
    await page.reload();
    await page.getByLabel('Operator’s key').waitFor();
    await page.close();
  });
});

describe('a life in the console', () => {
  it('of a Bultra withdrawal is found by its id and shown until it has arrived', async () => {
    const { id } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    const page = await browser.at('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(id);
    await page.getByRole('option', { name: id }).click();
    await page.getByText('It ended as settled').waitFor();
    await page.close();
    await expectWholeLife(id, ['intake', 'compliance', 'ledger', 'liquidity', 'payout'], '60.00 USD');
  });

  it('of a Braid withdrawal goes over bridging to another chain', async () => {
    const braid = new BraidCaller(story.stack, 'acme');
    const wallet = await braid.openWallet('usdz', 'none');
    await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'arbitrum' });
    const { id } = await braid.withdrawn(wallet.id, { amount: '60', chain: 'ethereum', toAddress: `0x${randomBytes(20).toString('hex')}` });
    await braid.ended(wallet.id, id);
    await expectWholeLife(id, ['intake', 'compliance', 'ledger', 'liquidity', 'bridging', 'payout'], '60.00 USDC');
  });

  it('of a WealthKernel withdrawal begins with the selling of holdings', async () => {
    const client = new WealthKernelCaller(story.stack, story.stack.tenants['acme']!.wealthkernel);
    const { portfolioId } = await fundedPortfolio(client, story.operator, { cash: { GBP: '100.00' } });
    const id = await client.requested({ portfolioId, consideration: pounds(40) });
    await client.ended(id);
    await expectWholeLife(id, ['intake', 'compliance', 'ledger', 'liquidity', 'payout'], '40.00 GBP');
  });
});

describe('the pages', () => {
  it('were shown without a mistake of their own', () => {
    expect(browser.mistakes).toEqual([]);
  });
});
