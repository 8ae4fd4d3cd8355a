import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  BadRequestException, Body, Controller, Headers, HttpCode, Logger, NotFoundException, Param, Post, ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { KeyRing } from '@sluice/kernel';
import { OutcomeUnknown } from '@sluice/providers';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { PayoutConfig } from '../payout.config.js';
import { bankPaymentSchema, CALLBACK_PATH, reportOf, type BankPayment } from '../providers/bank.js';
import { BankReports } from './bank-reports.js';
import { Deliveries } from './deliveries.repository.js';
import { FileCallbacks } from './file-callbacks.js';
import { MAX_FILE_BYTES } from './rails/rail-files.js';
import { UnmatchedCallbacks } from './unusable-reports.repository.js';

/** A signature older than this is not taken: it may be a replay. Clocks may differ by as much. */
const TOLERANCE_S = 300;

/** Header of a callback: `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>`. */
const SIGNATURE_HEADER = 'x-bank-signature';

export const signatureOf = (secret: string | Uint8Array, unixSeconds: number, rawBody: Buffer | string): string =>
  createHmac('sha256', secret).update(`${unixSeconds}.`).update(rawBody).digest('hex');

/** True when the header was made with one of the keys over exactly this body, about now. */
function isSigned(header: string | undefined, { keys }: KeyRing, rawBody: Buffer, now = new Date()): boolean {
  const [, time, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (time === undefined || signature === undefined) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_S) return false;
  const given = Buffer.from(signature, 'hex');
  return keys.some(({ bytes }) => timingSafeEqual(given, Buffer.from(signatureOf(bytes, Number(time), rawBody), 'hex')));
}

/** Bodies stay bytes, whatever their content type: the bank's signature is over them, and those that cannot be read are kept too. */
export function takeRawBodies(app: NestExpressApplication): void {
  app.useBodyParser('raw', { type: () => true, limit: MAX_FILE_BYTES });
}

const NOTICE = /^application\/json\b/;

/**
 * What the bank sends by itself: the rail's files, and notices in JSON where the rail has no file. A file is always answered
 * 2xx: what cannot be read or matched in it is kept for the operators. A notice is answered 2xx only when it was recorded; any
 * other that is signed is kept.
 */
@Controller()
export class BankCallbacksController {
  private readonly logger = new Logger(BankCallbacksController.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly reports: BankReports,
    private readonly files: FileCallbacks,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly config: PayoutConfig,
  ) {}

  @Post(`${CALLBACK_PATH}/:tenantId`)
  @HttpCode(204)
  async take(
    @Param('tenantId') tenantId: string, @Body() body: unknown, @Headers('content-type') contentType = '', @Headers(SIGNATURE_HEADER) signature?: string,
  ): Promise<void> {
    if (!Buffer.isBuffer(body) || !isSigned(signature, this.config.callbackKeys, body)) {
      this.logger.warn(`A callback for ${tenantId} without a valid signature was refused.`);
      throw new UnauthorizedException();
    }
    if (!NOTICE.test(contentType)) return this.takeFile(body, tenantId);
    const text = body.toString('utf8');
    await this.takeNotice(await this.readNotice(text, tenantId), text, tenantId);
  }

  private async takeFile(bytes: Buffer, tenantId: string): Promise<void> {
    try {
      await this.files.take(bytes, tenantId);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`A file for ${tenantId} cannot be recorded before the bank answers: ${error.message}`);
      throw new ServiceUnavailableException();
    }
  }

  private async readNotice(text: string, tenantId: string): Promise<BankPayment> {
    const read = bankPaymentSchema.safeParse(parsedJson(text));
    if (read.success) return read.data;
    await this.unmatched.keep('unreadable', text, tenantId);
    this.logger.error(`The bank sent a notice for ${tenantId} that cannot be read; it is kept in unmatched_callbacks.`);
    throw new BadRequestException();
  }

  private async takeNotice(payment: BankPayment, text: string, sentFor: string): Promise<void> {
    const delivery = await this.deliveries.byKey(payment.key);
    if (delivery?.tenantId !== sentFor) {
      await this.unmatched.keep('unknown_key', text, sentFor);
      this.logger.error(`The bank reports the payment ${payment.key}, which is unknown here; the notice is kept in unmatched_callbacks.`);
      throw new NotFoundException();
    }
    const { id, tenantId, state } = delivery;
    const record = (): Promise<void> => this.reports.takeNotice({ delivery, key: payment.key }, reportOf(payment));
    const { dialect, traceparent: parent } = state.replyAddress;
    await withLogFields({ tenantId, withdrawalId: id, dialect }, () => inSpan(`bank callback ${payment.status}`, { parent }, record));
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
