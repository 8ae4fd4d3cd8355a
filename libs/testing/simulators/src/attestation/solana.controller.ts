import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { parsed } from '../parsed.js';
import { Solana, solanaBurnSchema, solanaDepositSchema } from './solana.js';

const ownersSchema = z.object({ owners: z.string().toLowerCase().transform((text) => text.split(',')) });

/** Stands for a signer and a node of Solana. */
@Controller('solana')
export class SolanaController {
  constructor(private readonly solana: Solana) {}

  @Post('deposits')
  @HttpCode(200)
  deposit(@Body() body: unknown): object {
    this.solana.arrive(parsed(solanaDepositSchema, body));
    return {};
  }

  @Post('burns')
  @HttpCode(200)
  burn(@Body() body: unknown): object {
    return { signature: this.solana.burn(parsed(solanaBurnSchema, body)) };
  }

  /** In the order of the owners that were asked for. */
  @Get('accounts')
  accounts(@Query() query: unknown): object {
    const { owners } = parsed(ownersSchema, query);
    return { accounts: owners.map((owner) => this.solana.account(owner)).map(({ units, burned }) => ({ units: units.toString(), burned })) };
  }
}
