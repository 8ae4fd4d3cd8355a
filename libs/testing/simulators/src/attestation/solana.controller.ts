import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { parsed } from '../parsed.js';
import { Solana, solanaBurnSchema, solanaDepositSchema } from './solana.js';

const ownersSchema = z.object({ owners: z.string().toLowerCase().transform((text) => text.split(',')) });

const rangeSchema = z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) });

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

  @Get('height')
  height(): object {
    return { height: this.solana.height };
  }

  @Get('transfers')
  transfers(@Query() query: unknown): object {
    const { from, to } = parsed(rangeSchema, query);
    return { transfers: this.solana.transfers(from, to) };
  }
}
