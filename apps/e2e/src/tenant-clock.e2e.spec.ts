import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invoicePdf, until } from '@sluice/tools/client';
import { paymentsAtTheBank } from './outside-journals.js';
import { accepted, balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory('globex');
});
afterAll(() => story.operator.pace('instant'));

describe('a tenant whose waits take their real length', () => {
  beforeAll(() => story.operator.pace('clock'));

  it('can still cancel in the grace after acceptance, and the hold is gone', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await accepted(story, customer, '60.00');
    expect(await balanceOf(story, customer)).toEqual(['100.00', '60.00', '40.00']);
    expect(await story.bultra.cancel(id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);
  });

  it('can cancel in the very moment of an acceptance, and nothing stays held', async () => {
    const customer = await customerWith(story, '100.00');
    const cancellations = await Promise.all(Array.from({ length: 8 }, async () => {
      const { id } = await requested(story, customer, '10.00');
      const [, cancelled] = await Promise.all([story.bultra.accept(id), story.bultra.cancel(id)]);
      return cancelled;
    }));
    expect(cancellations.map(({ status }) => status)).toEqual(Array<number>(8).fill(200));
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);
  });

  it('sees the instruction go out and the money arrive as its clock is advanced', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await requested(story, customer, '60.00');
    const { estimated_completion: promised } = await story.bultra.accepted(id);
    expect(await story.bultra.withdrawal(id)).toMatchObject({ status: 'ACCEPTED' });
    // Time passes only while there is nothing else to wait for: a step that the services are about to take must not be late.
    await until('the money has arrived', async () => {
      const waitsForTime = (await story.operator.phase(id)) === 'authorized' || (await paymentsAtTheBank(story, customer)).length > 0;
      if (waitsForTime) await story.operator.advance('PT12H');
      return (await story.bultra.withdrawal(id)).status;
    }, (status) => status === 'EXECUTED');
    expect((await story.operator.now()).getTime()).toBeGreaterThan(new Date(promised ?? '').getTime());
    expect(await balanceOf(story, customer)).toEqual(['40.00', '0.00', '40.00']);
  });

  it('lets a withdrawal that nobody accepts lapse after seven days', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    await story.operator.advance('PT167H');
    expect(await story.bultra.withdrawal(id)).toMatchObject({ status: 'REQUESTED' });
    await story.operator.advance('PT2H');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('documents that nobody hands in', () => {
  beforeAll(() => story.operator.pace('clock'));

  it('are awaited for fourteen days before acceptance, and the withdrawal fails then', async () => {
    const { id } = await requested(story, await customerWith(story, '60000.00'), '60000.00');
    const document = await story.bultra.asked(id);
    await story.operator.advance('PT335H');
    expect(await story.bultra.documents(id)).toMatchObject({ status: 'CHANGES_REQUESTED' });
    await story.operator.advance('PT2H');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'FAILED', failure_code: 'RFI_EXPIRED' });
    expect(await story.bultra.upload(document.id, invoicePdf())).toMatchObject({ status: 409 });
  });

  it('but come after more than a week let the withdrawal wait for its acceptance once more', async () => {
    const { id } = await requested(story, await customerWith(story, '60000.00'), '60000.00');
    const document = await story.bultra.asked(id);
    await story.operator.advance('PT240H');
    expect(await story.bultra.upload(document.id, invoicePdf())).toMatchObject({ status: 200 });
    await until('the documents are in order', () => story.bultra.withdrawal(id), ({ status }) => status !== 'CHANGES_REQUESTED');
    expect(await story.bultra.withdrawal(id)).toMatchObject({ status: 'REQUESTED' });
    await story.operator.advance('PT167H');
    expect(await story.bultra.accept(id)).toMatchObject({ status: 200 });
    expect(await story.bultra.cancel(id)).toMatchObject({ status: 200 });
  });

  it('free what was held for the withdrawal when they expire in review', async () => {
    const customer = await customerWith(story, '60000.00');
    const { id } = await accepted(story, customer, '40000.00');
    await story.bultra.asked(id);
    expect(await balanceOf(story, customer)).toEqual(['60000.00', '40000.00', '20000.00']);
    await story.operator.advance('PT337H');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'FAILED', failure_code: 'RFI_EXPIRED' });
    expect(await balanceOf(story, customer)).toEqual(['60000.00', '0.00', '60000.00']);
  });
});

describe('another tenant', () => {
  it('stays in its own time', async () => {
    const [theirs, ours] = [await story.operator.now(), await (await openStory('acme')).operator.now()];
    expect(theirs.getTime() - ours.getTime()).toBeGreaterThan(160 * 3_600_000);
  });
});
