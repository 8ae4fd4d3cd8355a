import { Injectable } from '@nestjs/common';
import { getCanonicalWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { dialectSchema, holdSchema, phaseSchema } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import { z } from 'zod';
import { owned, Services } from '../services/services.js';
import type { StuckBody, WithdrawalBody } from './answers.js';
import { pageShape } from './operator-route.js';

/** A spreadsheet takes a cell that begins like this for a formula, and a formula can send away what it reads. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

type Cell = string | number | null | undefined;

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  const harmless = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180: a header line, commas, CRLF, and quotes where they are needed. What a spreadsheet would run is disarmed by an apostrophe. */
export const csvText = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/** Amounts are decimals of their currency. */
const amountBody = (money: MoneyJson) => ({ currency: money.currency, amount: Money.fromJson(money).toDecimal() });

const sourceBody = ({ id, positionKey, chain, amount, status }: CanonicalView['sourceLegs'][number]) => ({
  id, positionKey, chain: chain ?? null, amount: amountBody(amount), status,
});

const payoutBody = ({ id, key, attempt, status, amount, rail, chain, reference, txHash, failureReason }: CanonicalView['payoutLegs'][number]) => ({
  id, key, attempt, status, amount: amountBody(amount),
  rail: rail ?? null, chain: chain ?? null, reference: reference ?? null, txHash: txHash ?? null, failureReason: failureReason ?? null,
});

/** A timer is what bounds a step: named after it, and after its leg where it is a leg's. */
const timersOf = (steps: CanonicalView['steps']) =>
  steps.flatMap(({ name, legId, dueAt }) => (dueAt === undefined ? [] : [{ name: legId === undefined ? name : `${legId}/${name}`, dueAt }]));

/** spec/operator.md. What there is not, yet or ever, is null. */
export const withdrawalBody = (tenantId: string, view: CanonicalView): WithdrawalBody => ({
  id: view.id, tenantId, dialect: view.dialect, dialectId: view.dialectId, phase: view.phase, hold: view.hold, version: view.version,
  amount: amountBody(view.amount), delivered: amountBody(view.delivered), fee: amountBody(view.fee),
  sourceLegs: view.sourceLegs.map(sourceBody), payoutLegs: view.payoutLegs.map(payoutBody),
  timers: timersOf(view.steps), history: view.history.map(({ version, phase, hold, at }) => ({ version, phase, hold, at })),
  waitsFor: view.waitsFor ?? null, traceId: view.traceId ?? null, createdAt: view.createdAt, updatedAt: view.updatedAt, endedAt: view.endedAt ?? null,
});

/** The steps of a withdrawal that take longer than was promised. */
export const stuckBodies = (tenantId: string, { id, dialect, dialectId, phase, hold, steps }: CanonicalView): StuckBody[] =>
  steps.flatMap(({ name, legId, since, promise, overdueSince }) => (overdueSince === undefined ? [] : [{
    id, tenantId, dialect, dialectId, phase, hold, step: name, legId: legId ?? null, since: since ?? null, promise: promise ?? null, overdueSince,
  }]));

/** How the dialects' own ids of withdrawals begin: Bultra's with `wth_`, WealthKernel's with `wth-`. Braid's are the canonical ones. */
const OF_A_DIALECT = /^wth[_-]/;

/** Operators name a withdrawal by its canonical id or by its dialect's. */
@Injectable()
export class WithdrawalIds {
  constructor(private readonly services: Services) {}

  /** The canonical id; an id that is of no dialect is taken for one. @throws DomainError `not_found` */
  async canonical(tenantId: string, id: string): Promise<string> {
    if (!OF_A_DIALECT.test(id)) return id;
    return (await this.services.request(getCanonicalWithdrawal, { id }, { tenantId })).id;
  }

  /** As above, but for filters: an id that is not there stays as it is and finds nothing. */
  async forFilter(tenantId: string, id: string | undefined): Promise<string | undefined> {
    return id === undefined ? undefined : owned(this.canonical(tenantId, id), () => id);
  }
}

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-15T10:30:00Z' }).transform((text) => new Date(text).toISOString()).meta({ type: 'string', format: 'date-time' });

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true').meta({ type: 'boolean' });

export const withdrawalListSchema = z.object({
  ...pageShape,
  tenant: z.string().min(1).max(100).optional().meta({ description: 'A key sees its own tenant only.' }),
  dialect: dialectSchema.optional(),
  phase: phaseSchema.optional(),
  hold: holdSchema.optional(),
  stuck: yesOrNo.optional().meta({ description: 'Whether a step takes longer than promised.' }),
  createdFrom: time.optional(),
  createdTo: time.optional().meta({ description: 'Exclusive.' }),
  text: z.string().trim().min(1, 'must not be empty').max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters').optional().meta({ description: 'Looked for in ids, the reference and the payee’s name.' }),
});
