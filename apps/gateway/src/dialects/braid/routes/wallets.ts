import { Get, Param, Post } from '@nestjs/common';
import { openAccount } from '@sluice/contract-ledger';
import { estimateTimes, getWallet, listWallets, listYieldSources, openWallet, previewWithdrawal } from '@sluice/contract-liquidity';
import { idFrom } from '@sluice/kernel';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import { FirstRequests } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { Wallets } from '../../../wallets/wallets.js';
import { refusedAs } from '../errors.js';
import { expectWalletId, WALLETS } from '../ids.js';
import { estimatesBody, previewBody, walletBody, yieldSourceBody } from '../mapping.js';
import { estimatesShape, previewShape, walletListShape, walletShape, yieldSourcesShape } from '../schema/answers.js';
import { pageBody, readWalletPage } from '../schema/lists.js';
import { estimateOrderShape, previewOrderShape, readEstimate, readPreview, readWallet, walletOrderShape, walletQueryShape } from '../schema/requests.js';

/** What can be known without a wallet. */
@ClientController(WALLETS)
export class CatalogueRoutes {
  constructor(private readonly wallets: Wallets) {}

  @Get('yield-sources')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Where yield comes from', answer: { status: 200, body: yieldSourcesShape }, requests: [listYieldSources] })
  async yieldSources(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, { yieldSources: (await this.wallets.yieldSources(call)).map(yieldSourceBody) });
  }

  @Post('withdrawal-time-estimates')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'How long a withdrawal would take', body: { schema: estimateOrderShape }, answer: { status: 200, body: estimatesShape }, requests: [estimateTimes] })
  async estimate(@Incoming() call: Call): Promise<Reply> {
    const order = readEstimate(call.json());
    return jsonReply(200, estimatesBody(order, await this.wallets.estimate(call, order)));
  }
}

/** An organisation's portfolio wallets. */
@ClientController(WALLETS)
export class WalletRoutes {
  constructor(private readonly wallets: Wallets, private readonly firsts: FirstRequests) {}

  @Post()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Open a wallet', body: { schema: walletOrderShape }, answer: { status: 201, replayStatus: 200, body: walletShape }, requests: [openWallet, openAccount] })
  async open(@Incoming() call: Call): Promise<Reply> {
    const { requestId, ...order } = readWallet(call.json());
    const id = idFrom(call.tenantId, 'wallet', requestId);
    const isFirst = await this.firsts.take(call, requestId);
    const opening = refusedAs(this.wallets.open(call, { id, ...order }), { request_conflict: 'request_id_conflict' });
    const [wallet, sources] = await Promise.all([opening, this.wallets.yieldSources(call)]);
    return jsonReply(isFirst ? 201 : 200, walletBody(wallet, sources));
  }

  @Get()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List wallets, newest first', query: walletQueryShape, answer: { status: 200, body: walletListShape }, requests: [listWallets] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, after, list } = readWalletPage(call.query, call.tenantId);
    const listing = refusedAs(this.wallets.list(call, { limit, after: after?.id }), { invalid_request: 'invalid_cursor' });
    const [{ wallets, hasMore }, sources] = await Promise.all([listing, this.wallets.yieldSources(call)]);
    return jsonReply(200, pageBody(wallets.map((wallet) => walletBody(wallet, sources)), wallets.at(-1), hasMore, list));
  }

  @Get(':walletId')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Read a wallet', answer: { status: 200, body: walletShape }, requests: [getWallet] })
  async read(@Incoming() call: Call, @Param('walletId') id: string): Promise<Reply> {
    const walletId = expectWalletId(id);
    const [wallet, sources] = await Promise.all([refusedAs(this.wallets.find(call, walletId), { not_found: 'wallet_not_found' }), this.wallets.yieldSources(call)]);
    return jsonReply(200, walletBody(wallet, sources));
  }

  @Post(':walletId/withdrawal-preview')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'What a withdrawal would do now', body: { schema: previewOrderShape }, answer: { status: 200, body: previewShape }, requests: [previewWithdrawal] })
  async preview(@Incoming() call: Call, @Param('walletId') id: string): Promise<Reply> {
    const walletId = expectWalletId(id);
    const order = readPreview(call.json());
    const previewing = this.wallets.preview(call, { walletId, destinationChain: order.destinationChain, amount: order.amount.toJson() });
    return jsonReply(200, previewBody(order, await refusedAs(previewing, { not_found: 'wallet_not_found', wallet_not_active: 'wallet_not_active' })));
  }
}
