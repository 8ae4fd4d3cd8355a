import { describe, expect, it } from '@jest/globals';
import { setRules } from '@sluice/contract-compliance';
import { inForce, initialRules, settingsAfter } from './rules.js';

const settingsOf = (revision: number, upFrontOver: string | null) => ({ ...initialRules.rules, upFrontOver, revision });

describe('new rules', () => {
  it('replace the initial ones under a version of their own', () => {
    const settings = settingsAfter(initialRules, settingsOf(1, '100.00'));
    expect(inForce(settings)).toMatchObject({ upFrontOver: '100.00', revision: 1, ruleVersion: '1.1' });
  });

  it('change nothing when set again', () => {
    const settings = settingsAfter(initialRules, settingsOf(1, '100.00'));
    expect(settingsAfter(settings, settingsOf(1, '200.00'))).toBe(settings);
  });

  it('change nothing when a later revision was there before them', () => {
    const settings = settingsAfter(initialRules, settingsOf(7, null));
    expect(settingsAfter(settings, settingsOf(6, '100.00'))).toBe(settings);
  });

  it.each(['-1.00', '1e3', '1,000.00', '10.005', ' 10', '', '01.00', '1.', '9999999999999999'])('cannot have the threshold "%s"', (upFrontOver) => {
    expect(setRules.body.safeParse(settingsOf(1, upFrontOver)).success).toBe(false);
  });

  it.each(['0', '10', '10.5', '50000.00', null])('can have the threshold %s', (upFrontOver) => {
    expect(setRules.body.safeParse(settingsOf(1, upFrontOver)).success).toBe(true);
  });
});
