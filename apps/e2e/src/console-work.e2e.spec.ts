import { afterAll, describe, expect, it } from '@jest/globals';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { invoicePdf, until } from '@sluice/tools/client';
import { z } from 'zod';
import type { Page } from 'playwright-core';
import { Console, violationsOf } from './console-page.js';
import { answerRichly, richAnswers, richHash, richWithdrawal } from './rich-answers.js';
import { accepted, customerWith, openStory, requested } from './story.js';

const story = await openStory();
const browser = await Console.open(story);
afterAll(async () => {
  await story.operator.autoReview(true);
  await browser.close();
});

const why = (page: Awaited<ReturnType<Console['at']>>, reason: string, action: RegExp) =>
  page.getByLabel(/Reason/).fill(reason).then(() => page.getByRole('dialog').getByRole('button', { name: action }).click());

describe('a review', () => {
  it('shows the document beside its case, and its acceptance lets the withdrawal go on', async () => {
    await story.operator.autoReview(false);
    const { id } = await accepted(story, await customerWith(story, '20000.00'), '15000.00');
    const { id: documentId } = await story.bultra.asked(id);
    await story.bultra.upload(documentId, invoicePdf(), `of-${id}.pdf`);
    const page = await browser.at('/reviews');
    await page.getByRole('button', { name: `of-${id}.pdf` }).click();
    await page.locator('.aside').getByText(id).waitFor();
    await page.getByRole('img', { name: 'Page 1 of 1' }).waitFor();
    await page.getByRole('button', { name: 'Accept …' }).click();
    await why(page, 'The invoice is in order.', /^Accept$/);
    await page.getByText('Accepted.').waitFor();
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
    await page.close();
  });
});

describe('an operator of several tenants', () => {
  it('sees one at a time, and another by choosing it', async () => {
    const ours = await requested(story, await customerWith(story, '100.00'), '10.00');
    const page = await browser.as('all', `/withdrawals?text=${ours.id}`);
    const choice = page.getByRole('combobox', { name: 'Tenant' });
    expect(await choice.inputValue()).toBe('acme');
    await page.getByRole('link', { name: ours.id }).waitFor();
    await choice.selectOption('globex');
    await page.getByText('No withdrawal is like this.').waitFor();
    expect(await choice.inputValue()).toBe('globex');
    await choice.selectOption('acme');
    await page.getByRole('link', { name: ours.id }).click();
    await page.getByRole('heading', { name: ours.id }).waitFor();
    await choice.selectOption('globex');
    await page.getByRole('heading', { name: 'Withdrawals' }).waitFor();
    await page.close();
  });
});

describe('what stands on Now', () => {
  it('of invariants and providers leads to a list of them, and what is chosen there is in the address', async () => {
    const page = await browser.blank();
    await answerRichly(page);
    await browser.goTo(page, '/');
    await page.getByRole('link', { name: 'Invariants' }).click();
    const list = page.getByRole('group', { name: 'Invariants' });
    await list.waitFor();
    // Three of the six are broken, and are what is looked for.
    expect([new URL(page.url()).search, await list.getByText('broken', { exact: true }).count(), await list.getByText('holds', { exact: true }).count()]).toEqual(['?part=invariants&state=broken', 3, 0]);
    await page.getByRole('combobox', { name: 'State' }).selectOption('holds');
    await list.getByText('holds', { exact: true }).first().waitFor();
    expect([new URL(page.url()).search, await list.getByText('broken', { exact: true }).count()]).toEqual(['?part=invariants&state=holds', 0]);
    await page.getByRole('link', { name: 'Now', exact: true }).click();
    await page.getByRole('link', { name: 'attestation service 4 of the other chain' }).click();
    await page.getByRole('cell', { name: 'attestation service 4 of the other chain' }).waitFor();
    expect(await page.getByRole('group', { name: 'Providers' }).getByRole('row').count()).toBe(2);
    await page.getByRole('combobox', { name: 'State' }).selectOption('answering');
    await page.getByText('No provider is like this.').waitFor();
    await page.close();
  });
});

describe('the transaction of a leg', () => {
  it.each([[false, `https://arbiscan.io/tx/${richHash}`], [true, null]] as const)('of a tenant whose being a sandbox is %s leads to %s', async (sandbox, url) => {
    const page = await browser.blank();
    await answerRichly(page);
    await page.route('**/ops/v1/session', async (route) => {
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...((await answer.json()) as object), sandbox } });
    });
    await browser.goTo(page, `/withdrawals/${richWithdrawal(1).id}`);
    const hash = page.getByRole('table').getByTitle(richHash).first();
    await hash.waitFor();
    expect(await hash.getAttribute('href')).toBe(url);
    await page.close();
  });
});

describe('a repair', () => {
  it('discards the messages of a cause together, for a reason', async () => {
    await story.operator.poison({ service: 'ledger', count: 2 });
    const counts = async () => z.object({ data: z.array(z.object({ cause: z.string(), count: z.int() })) }).parse((await story.operator.ask('/dead-letters?groupBy=cause')).body).data;
    const before = await until('they are parked', counts, (causes) => causes.length > 0);
    const page = await browser.at(`/repair?cause=${encodeURIComponent(before[0]!.cause)}`);
    await page.locator('.table button').first().click();
    await page.getByLabel('Body, masked').getByText('"type": "ledger.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Discard/ }).click();
    await why(page, 'They were put there by a test.', /^Discard$/);
    await page.getByText(/discarded\./).waitFor();
    expect((await counts()).map(({ cause }) => cause)).not.toContain(before[0]!.cause);
    await page.close();
  });
});

describe('a pause', () => {
  it('holds payouts back from when an operator sets it until he releases it, for a reason', async () => {
    const page = await browser.at('/set-up?part=pauses');
    await page.getByLabel('New payouts').selectOption({ label: 'WIRE' });
    await page.getByRole('button', { name: 'Pause …' }).click();
    await why(page, 'The bank has an incident.', /^Pause$/);
    await page.getByRole('row', { name: /over WIRE.*The bank has an incident\./ }).waitFor();
    expect((await story.operator.ask('/pauses')).body).toMatchObject({ data: [{ rail: 'WIRE', reason: 'The bank has an incident.' }] });
    await page.getByRole('button', { name: 'Release over WIRE' }).click();
    await page.getByText('Nothing is paused').waitFor();
    expect((await story.operator.ask('/pauses')).body).toMatchObject({ data: [] });
    await page.close();
  });
});

describe('a whole life in the sandbox', () => {
  it('is played in the page for each dialect, and followed to the money’s arrival', async () => {
    const page = await browser.at('/sandbox');
    for (const dialect of ['WealthKernel', 'Braid', 'Bultra']) {
      await page.getByRole('combobox', { name: /^Dialect/ }).selectOption({ label: dialect });
      await page.getByRole('button', { name: 'Play it' }).click();
      await page.getByText('The client was revoked again.').waitFor();
      await page.getByRole('link', { name: /^Follow / }).waitFor();
    }
    await page.getByRole('link', { name: /^Follow wth_/ }).click();
    await page.getByText(/^It ended as settled/).waitFor();
    await page.close();
  });

  it('of nothing is refused in the gateway’s words, and leaves no client behind', async () => {
    const page = await browser.at('/sandbox');
    // Of one tenant: there is none to choose.
    expect(await page.getByRole('combobox', { name: 'Tenant' }).count()).toBe(0);
    await page.getByLabel('Amount deposited and withdrawn').fill('0.00');
    await page.getByRole('button', { name: 'Play it' }).click();
    await page.locator('.toast.bad').waitFor();
    await page.getByText('The client was revoked again.').waitFor();
    expect(await page.getByRole('link', { name: /^Follow / }).count()).toBe(0);
    await page.close();
  });
});

describe('a bulk action', () => {
  it('shows what it would do to each, needs a reason, and is done to those for which it is possible', async () => {
    const { accountId, counterpartyId } = await customerWith(story, '300.00');
    const ids = [(await requested(story, { accountId, counterpartyId }, '10.00')).id, (await requested(story, { accountId, counterpartyId }, '11.00')).id];
    await until('they wait for acceptance', async () => Promise.all(ids.map((id) => story.operator.withdrawal(id))), (seen) => seen.every((each) => JSON.stringify(each).includes('awaitingAcceptance')));
    const page = await browser.at(`/withdrawals?text=${accountId}`);
    for (const id of ids) await page.getByRole('checkbox', { name: `Choose ${id}` }).check();
    await page.getByRole('button', { name: 'Fail …' }).click();
    await page.getByRole('dialog').getByText('awaiting acceptance → failed').nth(1).waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Fail 2' }).isDisabled()).toBe(true);
    await why(page, 'The customer called.', /^Fail 2$/);
    await page.getByText('Done to 2.').waitFor();
    for (const id of ids) expect(await story.bultra.ended(id)).toMatchObject({ status: 'FAILED', failure_code: 'OPERATOR_FAILED' });
    await page.close();
  });
});

const views = [
  '/', '/withdrawals', `/withdrawals/${richWithdrawal(1).id}`, '/reviews', '/reviews?part=referrals', '/reviews?part=names', '/repair', '/repair?part=stuck', '/repair?part=webhooks', '/repair?part=bank', '/repair?part=reconciliation', '/repair?part=invariants', '/repair?part=providers',
  '/set-up', '/set-up?part=fees', '/set-up?part=limits', '/set-up?part=pauses', '/set-up?part=webhooks', '/sandbox',
];

describe('more than a view should have to show', () => {
  it('is answered as the document of the operators’ API says', async () => {
    const { body } = await story.operator.ask('/openapi.json');
    const documented = new DocumentedAnswers(body as OpenApi);
    const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11' });
    expect(Object.entries(richAnswers).flatMap(([path, answer]) => documented.differences(documented.operationAt('GET', `/ops/v1${path}`) ?? path, { status: 200, headers, text: '', body: answer }))).toEqual([]);
  });
});

/** What of a page has more in it than it is wide, and so would be scrolled sideways: the page itself, and whatever in it that may scroll or cuts what it has. */
const WIDER = `[...document.querySelectorAll('html, main, main .panel, main .scroll-x, main .body')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0).map((each) => (each.getAttribute('aria-label') ?? each.className ?? '') + ' ' + each.tagName + ' has ' + each.scrollWidth + ' in ' + each.clientWidth)`;

// Colours follow from the theme and room from the width: axe looks at two of the four pairs, which show all of both.
describe.each([['light', 1_280, true], ['dark', 390, true], ['dark', 1_280, false], ['light', 390, false]] as const)('in the %s theme at %d pixels', (theme, width, isAxeAsked) => {
  it('nothing of a view is scrolled sideways, however much there is to show, and axe finds nothing wrong', async () => {
    const page = await browser.blank({ width, height: 844, theme });
    await answerRichly(page);
    await browser.goTo(page, '/');
    const found: string[] = [];
    for (const path of views) {
      // Within the page, so that it stays signed in.
      await page.evaluate(`history.pushState(null, '', '/console${path}'); dispatchEvent(new PopStateEvent('popstate'))`);
      await page.locator('main:not([aria-busy]) h1').waitFor();
      await page.locator('main .panel').first().waitFor();
      await page.locator('main:not(:has([aria-busy]))').waitFor();
      if (isAxeAsked) found.push(...(await violationsOf(page)).map((violation) => `${path}: ${violation}`));
      found.push(...(await page.evaluate<string[]>(WIDER)).map((wide) => `${path}: ${wide}`));
    }
    expect(found).toEqual([]);
    await page.close();
  });
});

const FRAMES = 60;
/** Sixty a second leave so much for each. */
const FRAME_MS = 16;

/** Scrolls through the list by several rows in each frame. @returns the processor's time of a frame, in milliseconds: a loaded machine's clock tells of the others too */
async function workOfFrame(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => ((await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  const before = await spent();
  await page.evaluate(`new Promise((end) => { const list = document.querySelector('.w-body'); let left = ${FRAMES}; const step = () => { list.scrollTop -= 200; if ((left -= 1) === 0) end(); else requestAnimationFrame(step); }; requestAnimationFrame(step); })`);
  return ((await spent()) - before) / FRAMES;
}

describe('a list of ten thousand', () => {
  it('is read as one scrolls, and only the rows in sight are drawn', async () => {
    const page = await browser.blank();
    await answerRichly(page);
    const row = { ...richWithdrawal(1), sourceLegs: [], payoutLegs: [], history: [] };
    await page.route('**/ops/v1/withdrawals?*', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      const data = Array.from({ length: 1_000 }, (_, index) => ({ ...row, id: `row-${from + index}`, dialectId: `row-${from + index}` }));
      return route.fulfill({ json: { data, nextCursor: from + 1_000 < 10_000 ? String(from + 1_000) : null } });
    });
    await browser.goTo(page, '/withdrawals');
    await page.getByText('row-0').waitFor();
    // The page scrolls by itself to the end of what it has read, until the last row is in sight.
    await page.evaluate(`new Promise((end) => { const list = document.querySelector('.w-body'); const step = () => { list.scrollTop = list.scrollHeight; if (list.innerText.includes('row-9999')) end(); else requestAnimationFrame(step); }; step(); })`);
    expect(await page.locator('.page-head .second').innerText()).toBe('10,000');
    expect(await page.locator('.w-all .w-row').count()).toBeLessThan(80);
    expect(await workOfFrame(page)).toBeLessThan(FRAME_MS);
    await page.close();
  });
});

describe('the first paint', () => {
  it('comes within a second', async () => {
    const page = await browser.blank();
    await page.goto(`${story.stack.gateway}/console`);
    await page.getByLabel('Operator’s key').waitFor();
    expect(await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime")).toBeLessThan(1_000);
    await page.close();
  });
});

describe('the pages', () => {
  it('were shown without a mistake of their own', () => {
    expect(browser.mistakes).toEqual([]);
  });
});
