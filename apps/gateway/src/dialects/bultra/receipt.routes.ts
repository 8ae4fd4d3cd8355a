import { Get, Param } from '@nestjs/common';
import { getWithdrawal } from '@sluice/contract-intake';
import { getAccount } from '@sluice/contract-ledger';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { contentDisposition, fileReply, jsonReply, type FileReply, type Reply } from '../../http/reply.js';
import { Services } from '../../services/services.js';
import { BultraController, expectId } from './dialect-route.js';
import { receiptBody, receiptFacts } from './mapping.js';
import { Operation } from '../../openapi/operation.js';
import { receiptShape } from './answer.schema.js';

/** What a client can show of a withdrawal that was executed. */
@BultraController('')
export class ReceiptRoutes {
  constructor(private readonly services: Services) {}

  @Get('withdrawals/:id/receipt')
  @Needs('withdrawals:read')
  @Operation({
    summary: 'Download the receipt of an executed withdrawal', answer: { status: 200, file: 'application/pdf', headers: ['Content-Disposition'] },
    asks: [getWithdrawal, renderReceipt], problems: ['invalid_status'],
  })
  async receipt(@Incoming() call: Call, @Param('id') id: string): Promise<FileReply> {
    const view = await this.services.ask(getWithdrawal, { dialect: 'bultra', dialectId: expectId('wth_', id) }, call);
    const context = { tenantId: call.tenantId, withdrawalId: view.id };
    const facts = receiptFacts(view, await this.services.ask(getAccount, { id: view.accountId }, context));
    if (!facts) throw new DomainError('invalid_status', 'There is a receipt of an executed withdrawal only.');
    const { pdf } = await this.services.ask(renderReceipt, facts, context);
    return fileReply('application/pdf', Buffer.from(pdf, 'base64'), contentDisposition('attachment', `withdrawal_receipt_${view.dialectId}.pdf`));
  }

  @Get('receipts/:code')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Confirm the code on a receipt', answer: { status: 200, body: receiptShape }, asks: [verifyReceipt] })
  async verify(@Incoming() call: Call, @Param('code') written: string): Promise<Reply> {
    const code = written.toUpperCase();
    if (!/^[A-Z0-9-]{8,40}$/.test(code)) throw new DomainError('not_found', 'There is no receipt with this code.');
    const receipt = await this.services.ask(verifyReceipt, { code }, call);
    const view = await this.services.ask(getWithdrawal, { dialect: 'bultra', dialectId: receipt.withdrawalId }, call);
    return jsonReply(200, receiptBody(code, receipt, view));
  }
}
