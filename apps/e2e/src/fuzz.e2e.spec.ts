import { describe, expect, it } from '@jest/globals';
import { findingText, fuzz } from '@sluice/tools/fuzz';
import { openStory } from './story.js';

const SEED = 20_261_130;
const REQUESTS = 2_000;

const { stack } = await openStory();

describe('hostile requests to every operation of every API', () => {
  it('are answered as the APIs say of themselves', async () => {
    const { sent, findings, documented } = await fuzz(stack, { requests: REQUESTS, seed: SEED });
    expect(findings.map((finding) => findingText(finding, SEED))).toEqual([]);
    expect(sent).toBe(REQUESTS);
    // Were all of them refused for one reason, nothing would have been tried.
    expect(documented.seen).toBeGreaterThan(documented.of / 4);
  });
});
