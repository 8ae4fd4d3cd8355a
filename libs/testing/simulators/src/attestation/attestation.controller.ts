import { Controller, Get, Headers, HttpCode, HttpException, HttpStatus, NotFoundException, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import type { Hex } from 'viem';
import { Attestations, FAST, FAST_FEE_BPS, RequestRate, STANDARD } from './attestations.js';
import { BurnSource } from './burns.js';
import { Solana } from './solana.js';

/** The bridge's attestation service, with the paths and answers of the real one. The tenant's header is the sandbox's own. */
@Controller('v2')
export class AttestationController {
  constructor(
    private readonly attestations: Attestations,
    private readonly source: BurnSource,
    private readonly solana: Solana,
    private readonly rate: RequestRate,
  ) {}

  @Get('messages/:domain')
  async messages(@Param('domain', ParseIntPipe) domain: number, @Query('transactionHash') transaction?: string, @Headers('x-tenant-id') tenantId?: string): Promise<object> {
    this.checkRate();
    if (transaction === undefined) throw new HttpException({ code: 400, message: 'transactionHash is required' }, HttpStatus.BAD_REQUEST);
    const emitted = this.solana.find(domain, transaction) ?? (await this.source.messagesOf(domain, transaction));
    if (emitted.length === 0) throw new NotFoundException({ code: 404, message: 'Message not found' });
    return { messages: await Promise.all(emitted.map((message, place) => this.attestations.attested(domain, transaction, place, message, tenantId))) };
  }

  @Post('reattest/:nonce')
  @HttpCode(200)
  reattest(@Param('nonce') nonce: string): object {
    this.checkRate();
    if (!this.attestations.reattest(nonce as Hex)) throw new NotFoundException({ code: 404, message: 'Message not found' });
    return { message: 'Re-attestation successfully requested', nonce };
  }

  /** Least fees by finality, in hundredths of a percent. */
  @Get('burn/USDC/fees/:from/:to')
  fees(): object {
    this.checkRate();
    return [{ finalityThreshold: FAST, minimumFee: Number(FAST_FEE_BPS) }, { finalityThreshold: STANDARD, minimumFee: 0 }];
  }

  private checkRate(): void {
    if (!this.rate.take()) throw new HttpException({ code: 429, message: 'Too many requests' }, HttpStatus.TOO_MANY_REQUESTS);
  }
}
