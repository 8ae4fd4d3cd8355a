import { BadRequestException, Body, Controller, Headers, HttpCode, Logger, NotFoundException, Post, UnauthorizedException } from '@nestjs/common';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { bankPaymentSchema, reportOf, type BankPayment } from '../adapters/bank-api.js';
import { Deliveries } from '../adapters/deliveries.store.js';
import { CALLBACK_PATH } from '../adapters/http-bank.rail.js';
import { UnmatchedCallbacks } from '../adapters/unmatched-callbacks.store.js';
import { PayoutConfig } from '../payout.config.js';
import { Reports } from '../reports.js';
import { isSigned, SIGNATURE_HEADER } from './bank-signature.js';

/** What the bank reports by itself. Answered 2xx only when it was taken in; anything signed that was not is kept. */
@Controller()
export class BankCallbackController {
  private readonly logger = new Logger(BankCallbackController.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly reports: Reports,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly config: PayoutConfig,
  ) {}

  @Post(CALLBACK_PATH)
  @HttpCode(204)
  async take(@Body() body: unknown, @Headers(SIGNATURE_HEADER) signature?: string): Promise<void> {
    if (!Buffer.isBuffer(body) || !isSigned(signature, this.config.callbackSecret, body)) {
      this.logger.warn('A callback without a right signature was refused.');
      throw new UnauthorizedException();
    }
    await this.hear(await this.readable(body.toString('utf8')), body.toString('utf8'));
  }

  private async readable(text: string): Promise<BankPayment> {
    const read = bankPaymentSchema.safeParse(parsedJson(text));
    if (read.success) return read.data;
    await this.unmatched.keep('unreadable', text);
    this.logger.error('The bank sent a callback that cannot be read; it is kept among the unmatched.');
    throw new BadRequestException();
  }

  private async hear(payment: BankPayment, text: string): Promise<void> {
    const delivery = await this.deliveries.byKey(payment.key);
    if (delivery === null) {
      await this.unmatched.keep('unknown_key', text);
      this.logger.error(`The bank speaks of ${payment.key}, which nobody here knows; it is kept among the unmatched.`);
      throw new NotFoundException();
    }
    const { id, tenantId, state } = delivery;
    const hear = (): Promise<void> => this.reports.heard({ delivery, key: payment.key }, reportOf(payment));
    await withLogFields({ tenantId, withdrawalId: id }, () => inSpan(`bank callback ${payment.status}`, { 'sluice.tenant.id': tenantId }, state.asker.traceparent, hear));
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
