import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyCase, type ComplianceCase, type Requirement, type Screening } from '../cases/compliance-case.js';
import { initialRules } from '../rules/rules.js';
import { reviewed, type Decision } from './requirement.js';

const at = new Date('2026-01-16T09:00:00.000Z');
const requirement = (id: string, status: Requirement['status'], stage: Requirement['stage'] = 'up-front'): Requirement => ({
  id, type: 'INVOICE', description: 'An invoice', status, stage, requestedAt: new Date('2026-01-15T10:30:00.000Z'), upload: null, reviewDueAt: null, reviewedAt: null,
});
const caseWith = (...requirements: Requirement[]): ComplianceCase => ({
  ...emptyCase,
  destinationId: 'cpty_1',
  requirements,
  screenings: (['up-front', 'in-review'] as const).map((stage) => ({
    stage, outcome: 'documents-required', refusal: null, finding: null, ruleVersion: `1.${stage.length}`, rules: initialRules.rules, reasons: ['amount_up_front'], replyTo: 'intake',
    at: new Date('2026-01-15T10:30:00.000Z'), passedAt: null,
  })),
});
const review = (known: ComplianceCase, requirementId: string, decision: Decision['decision']) =>
  reviewed(known, { requirementId, decision, at }, 'withdrawal-1', () => `after_${requirementId}`);
const statuses = (known: ComplianceCase | undefined) => known?.requirements.map(({ id, status }) => `${id} ${status}`);

describe('the last document accepted', () => {
  it('is announced to the reply address of the screening, with the rules of that stage', () => {
    const change = review(caseWith(requirement('a', 'ACCEPTED'), requirement('b', 'UPLOADED')), 'b', 'accept');
    expect(statuses(change?.state)).toEqual(['a ACCEPTED', 'b ACCEPTED']);
    expect(change?.send).toMatchObject([
      { contract: { type: 'compliance.documents-accepted' }, body: { stage: 'up-front', ruleVersion: '1.8', at: at.toISOString() }, withdrawalId: 'withdrawal-1', replyTo: 'intake' },
    ]);
    expect(change?.state?.screenings.map(({ passedAt }) => passedAt)).toEqual([at, null]);
  });

  it('stands for a rejected one before it', () => {
    expect(review(caseWith(requirement('a', 'REJECTED'), requirement('b', 'UPLOADED')), 'b', 'accept')?.send).toHaveLength(1);
  });

  it('does not wait for another stage', () => {
    const known = caseWith(requirement('a', 'UPLOADED', 'in-review'), requirement('b', 'PENDING', 'up-front'));
    expect(review(known, 'a', 'accept')?.send).toMatchObject([{ body: { stage: 'in-review', ruleVersion: '1.9' } }]);
  });
});

describe('a document that clients of the dialect cannot upload', () => {
  const fromDialect = (dialect: Screening['dialect']): ComplianceCase => {
    const known = caseWith(requirement('a', 'PENDING'));
    return { ...known, screenings: known.screenings.map((screening) => ({ ...screening, dialect })) };
  };

  it.each(['wealthkernel', 'braid'] as const)('is accepted when a reviewer of %s has seen it another way', (dialect) => {
    const change = review(fromDialect(dialect), 'a', 'accept');
    expect(statuses(change?.state)).toEqual(['a ACCEPTED']);
    expect(change?.send).toHaveLength(1);
  });

  it('is rejected when the document that came elsewhere will not do, and another is required', () => {
    const change = review(fromDialect('wealthkernel'), 'a', 'reject');
    expect(statuses(change?.state)).toEqual(['a REJECTED', 'after_a PENDING']);
    expect(change?.send).toBeUndefined();
  });

  it.each(['accept', 'reject'] as const)('is nothing to %s where it can be uploaded, and was not', (decision) => {
    expect(() => review(fromDialect('bultra'), 'a', decision)).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });
});

describe('a document accepted while another is missing', () => {
  it.each(['PENDING', 'UPLOADED'] as const)('is announced to nobody while the other is %s', (status) => {
    const change = review(caseWith(requirement('a', 'UPLOADED'), requirement('b', status)), 'a', 'accept');
    expect(statuses(change?.state)).toEqual(['a ACCEPTED', `b ${status}`]);
    expect(change?.send).toBeUndefined();
  });
});

describe('a rejected document', () => {
  it('is followed by a new requirement of the same kind', () => {
    const change = review(caseWith(requirement('a', 'UPLOADED')), 'a', 'reject');
    expect(change?.state?.requirements).toMatchObject([
      { id: 'a', status: 'REJECTED', reviewedAt: at },
      { id: 'after_a', type: 'INVOICE', status: 'PENDING', stage: 'up-front', requestedAt: at, reviewedAt: null },
    ]);
    expect(change?.send).toBeUndefined();
  });
});

describe('a decision that was made before', () => {
  it('changes nothing', () => {
    expect(review(caseWith(requirement('a', 'ACCEPTED')), 'a', 'accept')).toBeNull();
    expect(review(caseWith(requirement('a', 'REJECTED')), 'a', 'reject')).toBeNull();
  });

  it('changes nothing after the case was closed either', () => {
    expect(review({ ...caseWith(requirement('a', 'ACCEPTED')), closed: true }, 'a', 'accept')).toBeNull();
  });
});

describe('a decision that cannot be made', () => {
  it('is refused when it was made otherwise', () => {
    expect(() => review(caseWith(requirement('a', 'ACCEPTED')), 'a', 'reject')).toThrow(expect.objectContaining({ code: 'invalid_status' }));
    expect(() => review(caseWith(requirement('a', 'REJECTED')), 'a', 'accept')).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });

  it('is refused when nothing was uploaded', () => {
    expect(() => review(caseWith(requirement('a', 'PENDING')), 'a', 'accept')).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });

  it('is refused when the case is closed', () => {
    const known = { ...caseWith(requirement('a', 'UPLOADED')), closed: true };
    expect(() => review(known, 'a', 'accept')).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });

  it('is refused for a document that was never required', () => {
    expect(() => review(caseWith(requirement('a', 'UPLOADED')), 'b', 'accept')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

describe('any course of uploads and reviews', () => {
  const courses = fc.array(fc.record({ pick: fc.nat(9), decision: fc.constantFrom('accept' as const, 'reject' as const) }), { maxLength: 30 });

  it('announces accepted documents once, and exactly when none is missing', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 1, max: 3 }), (course, count) => {
        let known = caseWith(...Array.from({ length: count }, (_, index) => requirement(`r${index}`, 'PENDING')));
        let sent = 0;
        for (const { pick, decision } of course) {
          const open = known.requirements.filter(({ status }) => status === 'PENDING');
          const chosen = open[pick % Math.max(open.length, 1)];
          if (!chosen) break;
          known = { ...known, requirements: known.requirements.map((other) => (other === chosen ? { ...other, status: 'UPLOADED' } : other)) };
          const change = review(known, chosen.id, decision);
          known = change?.state ?? known;
          sent += change?.send?.length ?? 0;
        }
        const isMissing = known.requirements.some(({ status }) => status === 'PENDING' || status === 'UPLOADED');
        expect(sent).toBe(isMissing ? 0 : 1);
      }),
    );
  });
});
