import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { cancelDelivery, deliver, listQuarantine, listUnmatched, schedulePayment } from '@sluice/contract-payout';
import { CalendarEnds, DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, Park, RetryLater, type RequestMessage, type Cause } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Payees } from '../payees/payees.js';
import { outcomeCause, Deliveries } from './deliveries.repository.js';
import { isOver, orderCancellation, orderDelivery, roundOf, type DeliveryOrder } from './delivery.js';
import { estimatedCompletion, sendAt } from './rails/calendar/rail-dates.js';
import { QuarantinedFiles, UnmatchedCallbacks } from './unusable-reports.repository.js';

@Controller()
export class BankPaymentsController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly payees: Payees,
    private readonly quarantine: QuarantinedFiles,
    private readonly unmatched: UnmatchedCallbacks,
    private readonly settings: TenantSettings,
  ) {}

  /** When the instruction goes to the bank, and when the rail's calendar says the money arrives. */
  @OnRequest(schedulePayment)
  async schedule({ tenantId, body }: RequestMessage<typeof schedulePayment>): Promise<ReplyOf<typeof schedulePayment>> {
    if (body.to !== undefined) await this.payees.checked({ ...body.to, rail: body.rail }, tenantId);
    const { pace } = await this.settings.read(tenantId);
    const acceptedAt = new Date(body.acceptedAt);
    try {
      return { sendAt: sendAt(body.rail, acceptedAt, pace).toISOString(), estimatedCompletion: estimatedCompletion(body.rail, acceptedAt).toISOString(), ...(body.to && { isChecked: true }) };
    } catch (error) {
      if (!(error instanceof CalendarEnds)) throw error;
      throw new DomainError('rail_not_supported', `The banking days of ${body.rail} are not known so far ahead.`, [{ field: 'rail', message: 'has no calendar for this date' }]);
    }
  }

  /** Stores what is to be done; the delivery's own timer does it. */
  @OnMessage(deliver)
  async deliver(message: Envelope<BodyOf<typeof deliver>>): Promise<void> {
    const order = orderOf(message);
    const to = await this.payees.paymentTo(message.body.destination, message.tenantId);
    const now = await this.settings.now(message.tenantId);
    await this.deliveries.change(order.withdrawalId, causeOf(order, message.tenantId), (current) => {
      if (current && roundOf(order.legs) > current.state.round && !isOver(current.state)) throw new RetryLater('An earlier attempt is still under way.');
      return orderDelivery(current?.state ?? null, order, to, now);
    }, { isProbablyNew: roundOf(order.legs) === 1 });
  }

  @OnMessage(cancelDelivery)
  async cancel(message: Envelope<BodyOf<typeof cancelDelivery>>): Promise<void> {
    const order = orderOf(message);
    const now = await this.settings.now(message.tenantId);
    await this.deliveries.change(order.withdrawalId, causeOf(order, message.tenantId), (current) => orderCancellation(current?.state ?? null, order, now));
  }

  /** Files of the bank that could not be read, for operators. */
  @OnRequest(listQuarantine)
  async listQuarantine({ tenantId, body }: RequestMessage<typeof listQuarantine>): Promise<ReplyOf<typeof listQuarantine>> {
    const { found, hasMore } = await this.quarantine.page(tenantId, { by: 'firstAt' }, body);
    return { files: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }

  /** BankReports of the bank that fit no payment, or not the way it ended, for operators. */
  @OnRequest(listUnmatched)
  async listUnmatched({ tenantId, body }: RequestMessage<typeof listUnmatched>): Promise<ReplyOf<typeof listUnmatched>> {
    const { found, hasMore } = await this.unmatched.page(tenantId, { by: 'firstAt' }, body);
    return { callbacks: found.map(({ id, state }) => ({ id, ...state })), hasMore };
  }
}

/** @throws Park when the command has no withdrawal or no reply address: no repetition can mend that. */
function orderOf({ withdrawalId, replyTo, traceparent, dialect, body }: Envelope<{ legs: DeliveryOrder['legs'] }>): DeliveryOrder {
  if (withdrawalId === undefined || replyTo === undefined) throw new Park('A delivery command without a withdrawal or a reply address.');
  return { withdrawalId, legs: body.legs, replyAddress: { replyTo, ...(traceparent && { traceparent }), ...(dialect && { dialect }) } };
}

/** The same for every copy of the command, and for the outcome that comes later. */
const causeOf = ({ withdrawalId, legs, replyAddress }: DeliveryOrder, tenantId: string): Cause => outcomeCause(withdrawalId, roundOf(legs), { tenantId }, replyAddress);
