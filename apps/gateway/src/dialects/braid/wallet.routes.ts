import { Get, Param, Post } from '@nestjs/common';
import { openAccount } from '@sluice/contract-ledger';
import { getWallet, listWallets, openWallet, previewWithdrawal } from '@sluice/contract-liquidity';
import { idFrom } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { FirstRequests } from '../../idempotency/first-requests.js';
import { Services } from '../../services/services.js';
import { Operation } from '../../openapi/operation.js';
import { previewShape, walletListShape, walletShape } from './answer.schema.js';
import { pageBody } from './cursor.js';
import { BraidController, expectWalletId } from './dialect-route.js';
import { readWalletPage } from './list-schema.js';
import { previewOrderShape, walletOrderShape, walletQueryShape } from './order.schema.js';
import { readPreview, readWallet } from './schema.js';
import { previewBody, walletBody } from './wallet-mapping.js';
import { BraidWallets } from './wallets.js';
import { inWords } from './words.js';

/** An organisation's portfolio wallets. */
@BraidController()
export class WalletRoutes {
  constructor(private readonly wallets: BraidWallets, private readonly services: Services, private readonly firsts: FirstRequests) {}

  /** The wallet is opened where its money is found and where it is booked, each once, so what was begun is finished by asking again. */
  @Post()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Open a wallet', body: { schema: walletOrderShape }, answer: { status: 201, replayStatus: 200, body: walletShape }, asks: [openWallet, openAccount] })
  async open(@Incoming() call: Call): Promise<Reply> {
    const { requestId, ...order } = readWallet(call.json());
    const id = idFrom(call.tenantId, 'wallet', requestId);
    const isFirst = await this.firsts.take(call, requestId);
    const opening = this.services.ask(openWallet, { id, ...order }, call);
    const [wallet, sources] = await Promise.all([inWords(opening, { request_conflict: 'request_id_conflict' }), this.wallets.sources(call)]);
    await this.services.ask(openAccount, { id, kind: 'wallet', owner: call.tenantId, currency: 'USDC', nickname: order.label }, call);
    return jsonReply(isFirst ? 201 : 200, walletBody(wallet, sources));
  }

  @Get()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List wallets, newest first', query: walletQueryShape, answer: { status: 200, body: walletListShape }, asks: [listWallets] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, after, list } = readWalletPage(call.query, call.tenantId);
    const asking = inWords(this.services.ask(listWallets, { limit, after: after?.id }, call), { invalid_request: 'invalid_cursor' });
    const [{ wallets, hasMore }, sources] = await Promise.all([asking, this.wallets.sources(call)]);
    return jsonReply(200, pageBody(wallets.map((wallet) => walletBody(wallet, sources)), wallets.at(-1), hasMore, list));
  }

  @Get(':walletId')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Read a wallet', answer: { status: 200, body: walletShape }, asks: [getWallet] })
  async read(@Incoming() call: Call, @Param('walletId') walletId: string): Promise<Reply> {
    const [wallet, sources] = await Promise.all([this.wallets.find(call, walletId), this.wallets.sources(call)]);
    return jsonReply(200, walletBody(wallet, sources));
  }

  @Post(':walletId/withdrawal-preview')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'What a withdrawal would do now', body: { schema: previewOrderShape }, answer: { status: 200, body: previewShape }, asks: [previewWithdrawal] })
  async preview(@Incoming() call: Call, @Param('walletId') id: string): Promise<Reply> {
    const walletId = expectWalletId(id);
    const order = readPreview(call.json());
    const ask = { walletId, destinationChain: order.destinationChain, amount: order.amount.toJson() };
    return jsonReply(200, previewBody(order, await inWords(this.services.ask(previewWithdrawal, ask, call), { not_found: 'wallet_not_found', wallet_not_active: 'wallet_not_active' })));
  }
}
