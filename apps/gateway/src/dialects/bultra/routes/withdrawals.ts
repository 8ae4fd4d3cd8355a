import { Get, Param, Post } from '@nestjs/common';
import { getRequirement, LARGEST_DOCUMENT, listRequirements, uploadDocument } from '@sluice/contract-compliance';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal, listWithdrawals } from '@sluice/contract-intake';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { bultraStatesOf, bultraStatusOf } from '@sluice/dialect-words';
import { DomainError } from '@sluice/kernel';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { contentDisposition, fileReply, jsonReply, type FileReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { AccountWithdrawals, type WithdrawalName } from '../../../withdrawals/account-withdrawals.js';
import { Documents, sha256Of } from '../../../withdrawals/documents.js';
import { expectDocumentId, expectId } from '../ids.js';
import { acceptedBody, cancelledBody, createdBody, documentBody, listBody, receiptBody, requiredBody, uploadedBody, withdrawalBody } from '../mapping.js';
import { acceptedShape, cancelledShape, createdShape, documentShape, receiptShape, statusShape, uploadedShape, withdrawalListShape, withdrawalShape } from '../schema/answers.js';
import { readUpload, readWithdrawal, uploadSchema, withdrawalListSchema, withdrawalSchema } from '../schema/requests.js';

const DIALECT = 'bultra';

/** @throws DomainError `not_found` for what cannot be the id of a withdrawal */
const nameOf = (id: string): WithdrawalName => ({ dialect: DIALECT, dialectId: expectId('wth_', id) });

/** What a client can order: a withdrawal, its acceptance, its end. */
@ClientController('bultra/v1/withdrawals')
export class WithdrawalOrderRoutes {
  constructor(private readonly withdrawals: AccountWithdrawals, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('withdrawals:write')
  @Operation({ summary: 'Create a withdrawal', body: { schema: withdrawalSchema }, answer: { status: 201, body: createdShape }, requests: [createWithdrawal] })
  create(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ uuid: id, digits }) => {
      const { account_id: accountId, counterparty_id: destinationId, amount, purpose, rail, reference } = readWithdrawal(call.json());
      const order = { id, dialect: DIALECT, dialectId: `wth_${digits}`, accountId, destinationId, amount, purpose, rail, reference } as const;
      return jsonReply(201, createdBody(await this.withdrawals.create(call, order)));
    });
  }

  @Post(':id/accept')
  @Needs('withdrawals:write')
  @Operation({ summary: 'Accept a withdrawal', answer: { status: 200, body: acceptedShape }, requests: [getWithdrawal, acceptWithdrawal] })
  accept(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answer(call, async ({ uuid: acceptanceId }) => jsonReply(200, acceptedBody(await this.withdrawals.accept(call, nameOf(id), acceptanceId))));
  }

  @Post(':id/cancel')
  @Needs('withdrawals:write')
  @Operation({ summary: 'Cancel a withdrawal', answer: { status: 200, body: cancelledShape }, requests: [getWithdrawal, cancelWithdrawal] })
  cancel(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answer(call, async ({ uuid: cancellationId }) => jsonReply(200, cancelledBody(await this.withdrawals.cancel(call, nameOf(id), cancellationId))));
  }
}

/** What a client can see of its withdrawals. */
@ClientController('bultra/v1/withdrawals')
export class WithdrawalReadRoutes {
  constructor(private readonly withdrawals: AccountWithdrawals) {}

  @Get()
  @Needs('withdrawals:read')
  @Operation({ summary: 'List withdrawals, newest first', query: withdrawalListSchema, answer: { status: 200, body: withdrawalListShape }, requests: [listWithdrawals] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, account_id: accountId, counterparty_id: destinationId, status } = readShape(withdrawalListSchema, call.query);
    const states = status === undefined ? undefined : bultraStatesOf(status);
    const found = await this.withdrawals.list(call, { dialect: DIALECT, limit, after, accountId, destinationId, states });
    const shown = found.withdrawals.filter((view) => status === undefined || bultraStatusOf(view) === status);
    return jsonReply(200, listBody(shown.map(withdrawalBody), found.hasMore, found.withdrawals.at(-1)?.dialectId));
  }

  @Get(':id')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: withdrawalShape }, requests: [getWithdrawal] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await this.withdrawals.find(call, nameOf(id))));
  }

  @Get(':id/status')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Read the status of a withdrawal and the documents it waits for', answer: { status: 200, body: statusShape }, requests: [getWithdrawal, listRequirements] })
  async status(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    const view = await this.withdrawals.find(call, nameOf(id));
    const requirements = await this.withdrawals.requirements(call, view);
    return jsonReply(200, { id: view.dialectId, status: bultraStatusOf(view), required_documents: requirements.map(requiredBody) });
  }
}

/** Documents that a withdrawal waits for. */
@ClientController('bultra/v1/documents')
export class DocumentRoutes {
  constructor(private readonly documents: Documents, private readonly once: AnswerOnce) {}

  @Post(':id/upload')
  @Needs('documents:write')
  @Operation({
    summary: 'Upload a document', body: { schema: uploadSchema, mediaType: 'multipart/form-data' }, answer: { status: 200, body: uploadedShape }, requests: [uploadDocument],
  })
  async upload(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    const upload = readUpload(await call.form({ field: 'file', fileBytes: LARGEST_DOCUMENT }));
    const { bytes, filename, description } = upload;
    return this.once.answerTo(call, { filename, description, sha256: sha256Of(bytes) }, async ({ uuid }) => {
      const requirementId = expectDocumentId(id);
      return jsonReply(200, uploadedBody(await this.documents.upload(call, uuid, { ...upload, requirementId })));
    });
  }

  @Get(':id')
  @Needs('documents:read')
  @Operation({ summary: 'Read what is asked for and what was uploaded', answer: { status: 200, body: documentShape }, requests: [getRequirement] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, documentBody(await this.documents.find(call, expectDocumentId(id))));
  }
}

/** What a client can show of a withdrawal that was executed. */
@ClientController('bultra/v1/')
export class ReceiptRoutes {
  constructor(private readonly withdrawals: AccountWithdrawals) {}

  @Get('withdrawals/:id/receipt')
  @Needs('withdrawals:read')
  @Operation({
    summary: 'Download the receipt of an executed withdrawal', answer: { status: 200, file: 'application/pdf', headers: ['Content-Disposition'] },
    requests: [getWithdrawal, renderReceipt], problems: ['invalid_status'],
  })
  async receipt(@Incoming() call: Call, @Param('id') id: string): Promise<FileReply> {
    const view = await this.withdrawals.find(call, nameOf(id));
    return fileReply('application/pdf', await this.withdrawals.receipt(call, view), contentDisposition('attachment', `withdrawal_receipt_${view.dialectId}.pdf`));
  }

  @Get('receipts/:code')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Confirm the code on a receipt', answer: { status: 200, body: receiptShape }, requests: [verifyReceipt] })
  async verify(@Incoming() call: Call, @Param('code') written: string): Promise<Reply> {
    const code = written.toUpperCase();
    if (!/^[A-Z0-9-]{8,40}$/.test(code)) throw new DomainError('not_found', 'There is no receipt with this code.');
    const receipt = await this.withdrawals.verifyReceipt(call, code);
    return jsonReply(200, receiptBody(code, receipt, await this.withdrawals.find(call, { dialect: DIALECT, dialectId: receipt.withdrawalId })));
  }
}
