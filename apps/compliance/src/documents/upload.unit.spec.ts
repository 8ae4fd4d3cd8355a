import { describe, expect, it } from '@jest/globals';
import { dueAtOf, emptyCase, viewOf, type ComplianceCase, type Requirement, type Upload } from '../cases/compliance-case.js';
import { reviewed, uploaded } from './requirement.js';

const at = new Date('2026-01-16T09:00:00.000Z');
const upload: Upload = { documentKey: 'acme/1', filename: 'invoice.pdf', note: 'For January', size: 12, sha256: 'ab', contentType: 'application/pdf', at };
const caseWith = (status: Requirement['status'], about: Partial<Requirement> = {}): ComplianceCase => ({
  ...emptyCase,
  requirements: [{ id: 'a', type: 'INVOICE', description: 'An invoice', status, stage: 'up-front', requestedAt: at, upload: null, reviewDueAt: null, reviewedAt: null, ...about }],
});

describe('an uploaded document', () => {
  it('is shown with what was uploaded', () => {
    const [requirement] = uploaded(caseWith('PENDING'), 'a', upload, null)?.state?.requirements ?? [];
    expect(requirement && viewOf(requirement)).toEqual({
      id: 'a', type: 'INVOICE', description: 'An invoice', status: 'UPLOADED', filename: 'invoice.pdf', size: 12, note: 'For January', uploadedAt: '2026-01-16T09:00:00.000Z',
    });
  });

  it('waits for a person, or for its time', () => {
    expect(dueAtOf(uploaded(caseWith('PENDING'), 'a', upload, null)?.state ?? emptyCase)).toBeNull();
    const state = uploaded(caseWith('PENDING'), 'a', upload, at)?.state ?? emptyCase;
    expect(dueAtOf(state)).toEqual(at);
    const after = reviewed(state, { requirementId: 'a', decision: 'reject', reason: 'Illegible', at }, 'w', () => 'b')?.state ?? emptyCase;
    expect(dueAtOf(after)).toBeNull();
    expect(after.requirements.map(viewOf)).toMatchObject([{ status: 'REJECTED', reason: 'Illegible', filename: 'invoice.pdf' }, { id: 'b', status: 'PENDING' }]);
    expect(viewOf(after.requirements[1]!)).not.toHaveProperty('filename');
  });

  it('changes nothing when the same is uploaded again, whatever was decided since', () => {
    expect(uploaded(caseWith('UPLOADED', { upload }), 'a', upload, null)).toBeNull();
    expect(uploaded(caseWith('ACCEPTED', { upload }), 'a', upload, null)).toBeNull();
    expect(uploaded({ ...caseWith('UPLOADED', { upload }), closed: true }, 'a', upload, null)).toBeNull();
  });
});

describe('an upload that nobody waits for', () => {
  const other = { ...upload, documentKey: 'acme/2' };

  it.each(['UPLOADED', 'ACCEPTED', 'REJECTED'] as const)('is refused when the document is %s', (status) => {
    expect(() => uploaded(caseWith(status, { upload }), 'a', other, null)).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });

  it('is refused when the withdrawal has ended', () => {
    expect(() => uploaded({ ...caseWith('PENDING'), closed: true }, 'a', upload, null)).toThrow(expect.objectContaining({ code: 'invalid_status' }));
  });

  it('is refused when it was never required', () => {
    expect(() => uploaded(caseWith('PENDING'), 'b', upload, null)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
