import { describe, expect, it } from '@jest/globals';
import { gapsOf, type TimelineRow, type TraceSpan } from './trace-tree.ts';

const span = (spanId: string, parentSpanId: string, service: string, name: string, attributes: TraceSpan['attributes'] = {}): TraceSpan => ({ spanId, parentSpanId, service, name, attributes });
const row = (kind: TimelineRow['kind'], service: string, name: string, detail: string | null = null): TimelineRow =>
  ({ at: '2026-11-30T12:00:00.000Z', kind, service, name, outcome: 'done', attempt: 1, traceId: null, detail });

const spans = [
  span('1', '', 'gateway', 'POST /bultra/v1/withdrawals'), span('2', '1', 'intake', 'process screen', { 'sluice.saga.version': 2 }),
  span('3', '2', 'webhooks', 'deliver webhook', { 'sluice.webhook.event': 'WITHDRAWAL_EXECUTED' }), span('4', '2', 'payout', 'bank.submit'),
];
const rows = [
  row('message', 'intake', 'screen'), row('step', 'intake', 'created', 'version 2'), row('webhook', 'webhooks', 'WITHDRAWAL_EXECUTED'), row('provider-call', 'payout', 'bank.submit'),
];

describe('a trace beside the timeline of its withdrawal', () => {
  it('is whole with one root, every parent and a span for each row', () => {
    expect(gapsOf(rows, spans)).toEqual([]);
  });

  it('is not when nothing of it has come', () => {
    expect(gapsOf(rows, [])).toEqual(['0 roots instead of one', ...['intake process screen', 'intake version 2', 'webhooks deliver webhook WITHDRAWAL_EXECUTED', 'payout bank.submit'].map((key) => `no span for the row ${key}`)]);
  });

  it('is not with a second root', () => {
    expect(gapsOf(rows, [...spans, span('5', '', 'ledger', 'process place-hold')])).toEqual(['2 roots instead of one']);
  });

  it('is not when a span’s parent is missing', () => {
    expect(gapsOf(rows, [...spans, span('5', '9', 'ledger', 'process place-hold')])).toEqual(['an orphan: ledger process place-hold']);
  });

  it('is not when a call was made twice and one of the two has no span', () => {
    expect(gapsOf([...rows, row('provider-call', 'payout', 'bank.submit')], spans)).toEqual(['no span for the row payout bank.submit']);
  });

  it('may lack the span of one row in a hundred, and not of two', () => {
    const many = Array.from({ length: 98 }, () => row('message', 'intake', 'cleared'));
    const theirs = many.map((_, index) => span(`many-${index}`, '1', 'intake', 'process cleared'));
    const strange = row('timer', 'ledger', 'expire');
    expect(gapsOf([...many, row('message', 'intake', 'screen'), strange], [...spans, ...theirs])).toEqual([]);
    expect(gapsOf([...many, strange, strange], [...spans, ...theirs])).toHaveLength(2);
  });
});
