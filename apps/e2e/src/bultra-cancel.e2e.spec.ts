import { beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});

describe('a withdrawal that was not accepted yet', () => {
  it('can be cancelled, and nothing has moved', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await requested(story, customer, '60.00');
    expect(await story.bultra.cancel(id)).toMatchObject({ status: 200, body: { id, status: 'CANCELLED' } });
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);
  });

  it('that was cancelled can neither be cancelled again nor accepted', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.cancel(id);
    expect(await story.bultra.cancel(id)).toMatchObject({ status: 409, body: { error: { code: 'INVALID_STATUS' } } });
    expect(await story.bultra.accept(id)).toMatchObject({ status: 409, body: { error: { code: 'INVALID_STATUS' } } });
    expect(await story.bultra.withdrawal(id)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('a withdrawal that has arrived', () => {
  it('cannot be cancelled', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await accepted(story, customer, '60.00');
    await story.bultra.ended(id);
    expect(await story.bultra.cancel(id)).toMatchObject({ status: 409 });
    expect(await balanceOf(story, customer)).toEqual(['40.00', '0.00', '40.00']);
  });
});
