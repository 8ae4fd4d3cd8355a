import { describe, expect, it } from '@jest/globals';
import { initialRules } from '../rules/rules.js';
import { closed } from './close-case.js';
import { complianceCaseSchema, emptyCase, viewOf, type ComplianceCase } from './compliance-case.js';
import { judge, knownJudgement, type Asked } from './screen-case.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const asked = (about: Partial<Asked> = {}): Asked => ({
  stage: 'up-front', dialect: 'bultra', destinationId: 'cpty_1', amount: { currency: 'USD', units: '250000' }, purpose: 'OTHER',
  knownDestination: false, askedBy: 'intake', at, ...about,
});
const large = { amount: { currency: 'USD', units: '6000000' } } as const;

function judged(about: Partial<Asked> = {}, known: ComplianceCase = emptyCase) {
  let made = known.requirements.length;
  const { state, send } = judge(known, asked(about), initialRules, () => `doc_req_00${(made += 1)}`);
  return { state: complianceCaseSchema.parse(state), said: (send ?? []).map((sent) => 'contract' in sent && [sent.contract.type, sent.body]) };
}

describe('a withdrawal that no rule minds', () => {
  it('is cleared, and the rules that said so are kept', () => {
    const { state, said } = judged();
    expect(said).toEqual([['compliance.cleared', { stage: 'up-front', ruleVersion: '1.0' }]]);
    expect(state.screenings).toEqual([
      { stage: 'up-front', outcome: 'cleared', ruleVersion: '1.0', rules: initialRules.rules, reasons: [], askedBy: 'intake', at, passedAt: at },
    ]);
    expect(state.requirements).toEqual([]);
  });
});

describe('a withdrawal that a rule asks about', () => {
  it('waits for the document', () => {
    const { state, said } = judged(large);
    expect(said).toEqual([['compliance.documents-required', { stage: 'up-front', ruleVersion: '1.0' }]]);
    expect(state.requirements.map(viewOf)).toEqual([
      { id: 'doc_req_001', type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'PENDING' },
    ]);
    expect(state.screenings[0]).toMatchObject({ reasons: ['amount_up_front'], passedAt: null });
  });

  it('is not asked about the same again in review', () => {
    const { state, said } = judged({ ...large, stage: 'in-review' }, judged(large).state);
    expect(said).toEqual([['compliance.cleared', { stage: 'in-review', ruleVersion: '1.0' }]]);
    expect(state.requirements).toHaveLength(1);
  });

  it('is asked in review what was not asked up front', () => {
    const middling = { amount: { currency: 'USD', units: '2000000' } } as const;
    const { state, said } = judged({ ...middling, stage: 'in-review' }, judged(middling).state);
    expect(said).toEqual([['compliance.documents-required', { stage: 'in-review', ruleVersion: '1.0' }]]);
    expect(state.requirements).toMatchObject([{ stage: 'in-review', status: 'PENDING' }]);
  });
});

describe('a stage that was judged before', () => {
  it('is answered as it was found then, without a change', () => {
    expect(knownJudgement(judged(large).state, 'up-front')).toMatchObject({ send: [{ contract: { type: 'compliance.documents-required' } }] });
    expect(knownJudgement(judged().state, 'up-front')).not.toHaveProperty('state');
  });

  it('says nothing about the other stage', () => {
    expect(knownJudgement(judged().state, 'in-review')).toBeUndefined();
    expect(knownJudgement(emptyCase, 'up-front')).toBeUndefined();
  });
});

describe('a closed case', () => {
  it('answers that it is closed, once for every time it is told', () => {
    const first = closed(emptyCase);
    expect(first).toMatchObject({ state: { closed: true }, send: [{ contract: { type: 'compliance.case-closed' } }] });
    const again = closed({ ...emptyCase, closed: true });
    expect(again).not.toHaveProperty('state');
    expect(again.send).toEqual(first.send);
  });

  it('keeps what was asked for', () => {
    expect(closed(judged(large).state).state?.requirements).toHaveLength(1);
  });

  it('answers no screening, neither a late one nor one it answered before', () => {
    expect(knownJudgement({ ...emptyCase, closed: true }, 'up-front')).toBeNull();
    expect(knownJudgement({ ...judged().state, closed: true }, 'up-front')).toBeNull();
    expect(knownJudgement({ ...judged(large).state, closed: true }, 'in-review')).toBeNull();
  });
});
