import { BadRequestException, Body, Controller, Headers, HttpCode, Logger, NotFoundException, Param, Post, ServiceUnavailableException, UnauthorizedException } from '@nestjs/common';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { bankPaymentSchema, CALLBACK_PATH, reportOf, type BankPayment } from '../providers/bank.http.js';
import { Deliveries } from '../adapters/deliveries.store.js';
import { UnmatchedCallbacks } from '../adapters/unmatched-callbacks.store.js';
import { PayoutConfig } from '../payout.config.js';
import { OutcomeUnknown } from '../providers/bank.js';
import { RailCallbacks } from '../rail-callbacks.js';
import { Reports } from '../reports.js';
import { isSigned, SIGNATURE_HEADER } from './bank-signature.js';

const PLAIN_NOTICE = /^application\/json\b/;

/**
 * What the bank reports by itself: the rail's files, and its own plain notices in JSON where the rail has none. A file is
 * always taken: what cannot be read or matched in it lies with the operators from then on. A notice is answered 2xx only when
 * it was taken in; any other that is signed is kept.
 */
@Controller()
export class BankCallbackController {
  private readonly logger = new Logger(BankCallbackController.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly reports: Reports,
    private readonly files: RailCallbacks,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly config: PayoutConfig,
  ) {}

  @Post(`${CALLBACK_PATH}/:tenantId`)
  @HttpCode(204)
  async take(
    @Param('tenantId') tenantId: string, @Body() body: unknown, @Headers('content-type') contentType = '', @Headers(SIGNATURE_HEADER) signature?: string,
  ): Promise<void> {
    if (!Buffer.isBuffer(body) || !isSigned(signature, this.config.callbackSecret, body)) {
      this.logger.warn('A callback without a right signature was refused.');
      throw new UnauthorizedException();
    }
    if (!PLAIN_NOTICE.test(contentType)) return this.takeFile(body, tenantId);
    const text = body.toString('utf8');
    await this.hear(await this.readable(text, tenantId), text, tenantId);
  }

  private async takeFile(bytes: Buffer, tenantId: string): Promise<void> {
    try {
      await this.files.take(bytes, tenantId);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`A file cannot be taken in before the bank answers: ${error.message}`);
      throw new ServiceUnavailableException();
    }
  }

  private async readable(text: string, tenantId: string): Promise<BankPayment> {
    const read = bankPaymentSchema.safeParse(parsedJson(text));
    if (read.success) return read.data;
    await this.unmatched.keep('unreadable', text, tenantId);
    this.logger.error('The bank sent a callback that cannot be read; it is kept among the unmatched.');
    throw new BadRequestException();
  }

  private async hear(payment: BankPayment, text: string, of: string): Promise<void> {
    const delivery = await this.deliveries.byKey(payment.key);
    if (delivery?.tenantId !== of) {
      await this.unmatched.keep('unknown_key', text, of);
      this.logger.error(`The bank speaks of ${payment.key}, which nobody here knows; it is kept among the unmatched.`);
      throw new NotFoundException();
    }
    const { id, tenantId, state } = delivery;
    const hear = (): Promise<void> => this.reports.heardPlainly({ delivery, key: payment.key }, reportOf(payment));
    const { dialect, traceparent: parent } = state.asker;
    await withLogFields({ tenantId, withdrawalId: id, dialect }, () => inSpan(`bank callback ${payment.status}`, { parent }, hear));
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
