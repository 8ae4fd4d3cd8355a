import { describe, expect, it } from '@jest/globals';
import { initialRules } from '../rules/rules.js';
import { closed, complianceCaseSchema, dueAtOf, emptyCase, viewOf, type ComplianceCase, type Finding, type PendingScreening, type ScreeningRequest } from './compliance-case.js';
import { cancelled, decideByRules, earlierScreening, refer, refuse } from './screening.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const asked = (about: Partial<ScreeningRequest> = {}): ScreeningRequest => ({
  stage: 'up-front', dialect: 'bultra', accountId: 'acc_1', destinationId: 'cpty_1', amount: { currency: 'USD', units: '250000' }, purpose: 'OTHER',
  names: [], replyTo: 'intake', at, ...about,
});
const large = { amount: { currency: 'USD', units: '6000000' } } as const;
const wordsOf = (change: { send?: readonly unknown[] | undefined }) =>
  (change.send ?? []).map((sent) => {
    const { contract, body, replyTo } = sent as { contract: { type: string }; body: unknown; replyTo: string };
    return [contract.type, body, replyTo];
  });

function judged(about: Partial<ScreeningRequest> = {}, known: ComplianceCase = emptyCase) {
  let made = known.requirements.length;
  const change = decideByRules(known, { asked: asked(about), finding: null, settings: initialRules, at }, false, () => `doc_req_00${(made += 1)}`);
  return { state: complianceCaseSchema.parse(complianceCaseSchema.encode(change.state as never)), said: wordsOf(change) };
}

describe('a withdrawal that no rule applies to', () => {
  it('is cleared, and the rules of that time are kept', () => {
    const { state, said } = judged();
    expect(said).toEqual([['compliance.cleared', { stage: 'up-front', ruleVersion: '1.0', lookedUpAt: at.toISOString() }, 'intake']]);
    expect(state.screenings).toEqual([
      { stage: 'up-front', outcome: 'cleared', refusal: null, ruleVersion: '1.0', rules: initialRules.rules, reasons: [], finding: null, replyTo: 'intake', dialect: 'bultra', at, lookedUpAt: at, passedAt: at },
    ]);
    expect(state.requirements).toEqual([]);
  });
});

describe('a withdrawal that a rule requires a document for', () => {
  it('waits for the document', () => {
    const { state, said } = judged(large);
    expect(said).toEqual([['compliance.documents-required', { stage: 'up-front', ruleVersion: '1.0' }, 'intake']]);
    expect(state.requirements.map(viewOf)).toEqual([
      { id: 'doc_req_001', type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'PENDING' },
    ]);
    expect(state.screenings[0]).toMatchObject({ reasons: ['amount_up_front'], passedAt: null });
  });

  it('needs no second document for the same amount in review', () => {
    const { state, said } = judged({ ...large, stage: 'in-review' }, judged(large).state);
    expect(said).toEqual([['compliance.cleared', { stage: 'in-review', ruleVersion: '1.0', lookedUpAt: at.toISOString() }, 'intake']]);
    expect(state.requirements).toHaveLength(1);
  });

  it('needs in review the document that was not required up front', () => {
    const middling = { amount: { currency: 'USD', units: '2000000' } } as const;
    const { state, said } = judged({ ...middling, stage: 'in-review' }, judged(middling).state);
    expect(said).toEqual([['compliance.documents-required', { stage: 'in-review', ruleVersion: '1.0' }, 'intake']]);
    expect(state.requirements).toMatchObject([{ stage: 'in-review', status: 'PENDING' }]);
  });
});

describe('a stage that was screened before', () => {
  it('is answered as it was found then, without a change', () => {
    expect(earlierScreening(judged(large).state, 'up-front')).toMatchObject({ send: [{ contract: { type: 'compliance.documents-required' } }] });
    expect(earlierScreening(judged().state, 'up-front')).not.toHaveProperty('state');
  });

  it('does not decide the other stage', () => {
    expect(earlierScreening(judged().state, 'in-review')).toBeUndefined();
    expect(earlierScreening(emptyCase, 'up-front')).toBeUndefined();
  });
});

describe('a closed case', () => {
  it('answers that it is closed, once for every command', () => {
    const first = closed(emptyCase);
    expect(first).toMatchObject({ state: { closed: true }, send: [{ contract: { type: 'compliance.case-closed' } }] });
    const again = closed({ ...emptyCase, closed: true });
    expect(again).not.toHaveProperty('state');
    expect(again.send).toEqual(first.send);
  });

  it('keeps its requirements', () => {
    expect(closed(judged(large).state).state?.requirements).toHaveLength(1);
  });

  it('answers no screening, neither a late one nor one it answered before', () => {
    expect(earlierScreening({ ...emptyCase, closed: true }, 'up-front')).toBeNull();
    expect(earlierScreening({ ...judged().state, closed: true }, 'up-front')).toBeNull();
    expect(earlierScreening({ ...judged(large).state, closed: true }, 'in-review')).toBeNull();
  });
});

const hit = { name: 'Viktor Malakhov', listed: 'Viktor Dragunovich Malakhov', list: 'invented', listedId: 'SLX-001', score: 0.97 };
describe('a clearance in review of a payment that has a time', () => {
  const after = (ms: number): Date => new Date(at.getTime() + ms);
  const outcomeOf = (about: Partial<ScreeningRequest>) => {
    const change = decideByRules(emptyCase, { asked: { ...asked(), amount: { currency: 'USD', units: '1' }, ...about }, finding: null, settings: initialRules, at }, false, () => 'doc_req_1');
    return [change.state?.screenings[0]?.outcome, change.send?.map((sent) => 'contract' in sent && sent.contract.type)];
  };
  const forGood = ['cleared', ['compliance.cleared']];

  it('is for good when the payment is made within the hour, and for now when it is not', () => {
    expect(outcomeOf({ stage: 'in-review', paysAt: after(-1) })).toEqual(forGood);
    expect(outcomeOf({ stage: 'in-review', paysAt: after(3_600_000) })).toEqual(forGood);
    expect(outcomeOf({ stage: 'in-review', paysAt: after(3_600_001) })).toEqual(['cleared-for-now', ['compliance.cleared-for-now']]);
  });

  it('is for good where nobody knows the time, and at every other stage', () => {
    expect(outcomeOf({ stage: 'in-review' })).toEqual(forGood);
    for (const stage of ['up-front', 'before-payment'] as const) expect(outcomeOf({ stage, paysAt: after(86_400_000) })).toEqual(forGood);
  });

  it('requires no document before the payment, whatever the amount', () => {
    expect(outcomeOf({ stage: 'before-payment', amount: { currency: 'USD', units: '99999999' } })).toEqual(forGood);
  });
});

const finding: Finding = { names: ['Viktor Malakhov'], listVersion: 'v1', hits: [hit], at, decision: null };
const inquiry: PendingScreening = { asked: asked(), step: 'names', finding, ruleVersion: '', failures: 0, goesOnAt: at };

describe('a withdrawal whose payee may be on a list', () => {
  const { state, ...change } = refer(emptyCase, inquiry, initialRules);

  it('is referred, and waits for nothing but an operator', () => {
    expect(wordsOf(change)).toEqual([['compliance.referred', { stage: 'up-front', ruleVersion: '1.0' }, 'intake']]);
    expect(state?.inquiry).toMatchObject({ step: 'referred', goesOnAt: null, finding: { hits: [hit] } });
    expect(dueAtOf(state ?? emptyCase)).toBeNull();
  });

  it('is answered the same when the command is repeated, and not for another stage', () => {
    const again = earlierScreening(state ?? emptyCase, 'up-front');
    expect(again).not.toHaveProperty('state');
    expect(wordsOf(again ?? {})).toEqual(wordsOf(change));
    expect(earlierScreening(state ?? emptyCase, 'in-review')).toBeUndefined();
  });
});

describe('a screening that continues without a message', () => {
  it.each(['names', 'limits'] as const)('does not answer a repeated command while it waits for the %s, and is due', (step) => {
    const known = { ...emptyCase, inquiry: { ...inquiry, step } };
    expect(earlierScreening(known, 'up-front')).toBeNull();
    expect(dueAtOf(known)).toEqual(at);
  });

  it('ends when the case is closed', () => {
    const { state } = closed({ ...emptyCase, inquiry });
    expect(state?.inquiry).toBeNull();
    expect(dueAtOf(state ?? emptyCase)).toBeNull();
  });
});

describe('a refused withdrawal', () => {
  const refusal = refuse(emptyCase, { asked: asked({ stage: 'in-review' }), finding, settings: initialRules, at }, 'velocity_exceeded');

  it('is answered with the reason, also when repeated', () => {
    const said = [['compliance.refused', { stage: 'in-review', ruleVersion: '1.0', reason: 'velocity_exceeded' }, 'intake']];
    expect(wordsOf(refusal)).toEqual(said);
    expect(wordsOf(earlierScreening(refusal.state ?? emptyCase, 'in-review') ?? {})).toEqual(said);
  });

  it('never passes, requires nothing, and leaves the other stage to be screened', () => {
    expect(refusal.state).toMatchObject({ inquiry: null, requirements: [], screenings: [{ outcome: 'refused', passedAt: null, finding }] });
    expect(earlierScreening(refusal.state ?? emptyCase, 'up-front')).toBeUndefined();
  });

  it('gives back at once what it took from the limits', () => {
    const reservation = { status: 'taking', wasCounted: false, currency: 'USD', units: '5', day: '2026-01-15', counters: [] } as const;
    const { state } = refuse({ ...emptyCase, reservation: { ...reservation, counters: [] } }, { asked: asked(), finding: null, settings: initialRules, at }, 'limit_exceeded');
    expect(state?.reservation?.status).toBe('giving-back');
    expect(dueAtOf(state ?? emptyCase)).toEqual(new Date(0));
  });
});

describe('a withdrawal that is paid in several payments', () => {
  const [one, other] = [{ legId: 'leg_1', attempt: 1 }, { legId: 'leg_2', attempt: 1 }];
  const stage = 'before-payment';
  const about = asked({ stage, payments: [one] });
  const referral = refer(emptyCase, { ...inquiry, asked: about }, initialRules).state ?? emptyCase;
  const settled = (known: ComplianceCase) => {
    const { asked: waiting, finding: found } = known.inquiry ?? { ...inquiry, asked: about };
    return decideByRules({ ...known }, { asked: waiting, finding: found, settings: initialRules, at }, false, () => 'doc_req_1');
  };
  const legsIn = (change: { send?: readonly unknown[] | undefined } | null | undefined) => wordsOf(change ?? {}).map(([type, body]) => [type, (body as typeof one).legId]);

  it('is answered for each, also when one comes while another is screened', () => {
    const joined = earlierScreening(referral, stage, other);
    expect(legsIn(joined)).toEqual([['compliance.referred', 'leg_2']]);
    expect(joined?.state?.inquiry?.asked.payments).toEqual([one, other]);
    expect(legsIn(settled(joined?.state ?? emptyCase))).toEqual([['compliance.cleared', 'leg_1'], ['compliance.cleared', 'leg_2']]);
    expect(earlierScreening(referral, stage, one)).not.toHaveProperty('state');
  });

  it('is answered the same for one when it is repeated, and screened anew for another, or for its next attempt', () => {
    const known = settled(referral).state ?? emptyCase;
    expect(legsIn(earlierScreening(known, stage, one))).toEqual([['compliance.cleared', 'leg_1']]);
    expect(earlierScreening(known, stage, other)).toBeUndefined();
    expect(earlierScreening(known, stage, { ...one, attempt: 2 })).toBeUndefined();
    expect(earlierScreening(known, stage)).toBeUndefined();
  });

  it('waits no longer about one that is cancelled, and waits on about the other', () => {
    const both = earlierScreening(referral, stage, other)?.state ?? emptyCase;
    const left = cancelled(both, one).state ?? emptyCase;
    expect(left.inquiry?.asked.payments).toEqual([other]);
    expect(earlierScreening(left, stage, one)).toBeNull();
    expect(cancelled(left, other).state?.inquiry).toBeNull();
    expect(legsIn(settled(left))).toEqual([['compliance.cleared', 'leg_2']]);
  });

  it('is answered that one is cancelled as often as that is commanded, and nothing else, also when its screening comes later', () => {
    const { state, ...first } = cancelled(emptyCase, one);
    expect(legsIn(first)).toEqual([['compliance.screening-cancelled', 'leg_1']]);
    expect(cancelled(state ?? emptyCase, one)).toEqual(first);
    expect(earlierScreening(state ?? emptyCase, stage, one)).toBeNull();
    expect(cancelled({ ...emptyCase, inquiry }, one).state?.inquiry).toEqual(inquiry);
  });
});
