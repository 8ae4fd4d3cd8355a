import { isDeepStrictEqual } from 'node:util';
import { Body, ConflictException, Controller, HttpCode, Post } from '@nestjs/common';
import { parsed } from '../parsed.js';
import { solanaBurnSchema, SolanaBurns } from './solana-burns.js';

/** Stands for a signer and a node of Solana. */
@Controller('solana')
export class SolanaController {
  constructor(private readonly burns: SolanaBurns) {}

  @Post('burns')
  @HttpCode(200)
  burn(@Body() body: unknown): object {
    const order = parsed(solanaBurnSchema, body);
    const { signature, burn } = this.burns.burn(order);
    if (!isDeepStrictEqual(burn, order)) throw new ConflictException('The key was used for another burn.');
    return { signature };
  }
}
