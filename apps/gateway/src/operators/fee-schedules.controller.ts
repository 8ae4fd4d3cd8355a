import { isDeepStrictEqual } from 'node:util';
import { Get, HttpCode, Post, Put } from '@nestjs/common';
import type { RequestOf } from '@sluice/contract-kit';
import { getFeePortfolio, getFeeSchedule, setFeeSchedule } from '@sluice/contract-liquidity';
import { DomainError, Money } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation, type OperationNotes } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { feeScheduleListShape, feeScheduleShape, type FeeScheduleBody } from './answers.js';
import { cutQuerySchema, cutReply, OperatorsController, PathId } from './operator-route.js';

type Schedule = Omit<RequestOf<typeof setFeeSchedule>, 'revision'>;

/** A flat charge in one of the currencies that portfolios have. */
const flatSchema = z.object({ currency: z.enum(['GBP', 'EUR', 'USD']), amount: z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/, 'must be a decimal of at most two decimals').regex(/[1-9]/, 'must be more than zero') });

const scheduleSchema = z.object({ charge: z.enum(['accrued', 'none']), flat: z.array(flatSchema).max(3).default([]), reason: z.string().trim().max(1_000).optional() });

const dialects = ['braid', 'bultra', 'wealthkernel'] as const;
const namedSchema = z.object({ dialect: z.enum(dialects) });

const EXAMPLE = { charge: 'accrued', flat: [{ currency: 'GBP', amount: '5.00' }], reason: 'Agreed for this year.' };

const setting: Pick<OperationNotes, 'requests' | 'problems'> = { requests: [getFeePortfolio, getFeeSchedule, setFeeSchedule], problems: ['invalid_status'] };

const FREE = { charge: 'none', flat: [], withdrawals: null, creditedTo: null } as const;

/** How often another operator's change may come first before this one is refused. */
const ATTEMPTS = 5;

const flatBody = (flat: Schedule['flat']) => flat.map(({ currency, units }) => ({ currency, amount: Money.fromJson({ currency, units }).toDecimal() }));

/** What each dialect's withdrawals are charged, and where it goes (docs/decisions/0115). */
@OperatorsController('fee-schedules')
export class FeeSchedulesController {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List what each dialect’s withdrawals are charged', query: cutQuerySchema, answer: { status: 200, body: feeScheduleListShape }, requests: [getFeePortfolio, getFeeSchedule] })
  async list(@Incoming() call: Call): Promise<Reply> {
    return cutReply(call, await Promise.all(dialects.map((dialect) => this.row(call, dialect))));
  }

  /** The same as the PUT, with the dialect named in the body. */
  @Post()
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({
    summary: 'Set a fee schedule; its dialect is in the body', body: { schema: namedSchema.extend(scheduleSchema.shape), example: { dialect: 'wealthkernel', ...EXAMPLE } },
    answer: { status: 200, body: feeScheduleShape }, ...setting,
  })
  async add(@Incoming() call: Call): Promise<Reply> {
    return this.changed(call, readShape(namedSchema, call.json() ?? {}).dialect);
  }

  /** For every withdrawal that is admitted from now on. */
  @Put(':id')
  @Needs('ops:write')
  @Operation({ summary: 'Set a dialect’s fee schedule', body: { schema: scheduleSchema, example: EXAMPLE }, answer: { status: 200, body: feeScheduleShape }, ...setting, problems: ['not_found', 'invalid_status'] })
  async change(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    const dialect = namedSchema.shape.dialect.safeParse(id).data;
    call.json();
    if (dialect === undefined) throw new DomainError('not_found', 'There is no such fee schedule.');
    return this.changed(call, dialect);
  }

  private async changed(call: Call, dialect: (typeof dialects)[number]): Promise<Reply> {
    const { charge, flat } = readShape(scheduleSchema, call.json() ?? {});
    if (dialect === 'wealthkernel') await this.set(call, { charge, flat: flat.map(({ currency, amount }) => Money.parse(amount, currency).toJson()) });
    else if (charge !== 'none' || flat.length > 0) {
      throw new DomainError('invalid_request', 'The request is not valid.', [{ field: charge === 'none' ? 'flat' : 'charge', message: `must be nothing: withdrawals of ${dialect} are not charged` }]);
    }
    return jsonReply(200, await this.row(call, dialect));
  }

  private async row(call: Call, dialect: (typeof dialects)[number]): Promise<FeeScheduleBody> {
    if (dialect !== 'wealthkernel') return { id: dialect, dialect, ...FREE };
    const [{ id: creditedTo }, { charge, flat }] = await Promise.all([this.services.request(getFeePortfolio, {}, call), this.services.request(getFeeSchedule, {}, call)]);
    return { id: dialect, dialect, charge, flat: flatBody(flat), withdrawals: 'Full', creditedTo };
  }

  private async set(call: Call, schedule: Schedule): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { revision: known } = await this.services.request(getFeeSchedule, {}, call);
      const { revision, ...inForce } = await this.services.request(setFeeSchedule, { ...schedule, revision: known + 1 }, call);
      if (revision === known + 1 && isDeepStrictEqual(inForce, schedule)) return;
    }
    throw new DomainError('invalid_status', 'Others are changing the schedule at the same time.');
  }
}
