import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Body, ConflictException, Controller, Get, HttpCode, Injectable, Post, Query, UnprocessableEntityException } from '@nestjs/common';
import type { Hex } from 'viem';
import { z } from 'zod';
import { JsonLines, parsed } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { emittedMessage } from './burns.js';

export const SOLANA_DOMAIN = 5;

/** USDC's mint on Solana, as 32 bytes. */
const TOKEN = '0xc6fa7af3bedbad3a3d65f36aabc97431b1bbe4c2d2f6e0e47ca60203452f5d61';

const hex = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]*$/.test(text));

/** USDC units. */
const units = z.string().regex(/^[1-9]\d*$/);

/** An account is known by the wallet's address on the other chains. */
const owner = hex.transform((address) => address.toLowerCase());

/** USDC that arrives in an account, once per id. */
export const solanaDepositSchema = z.object({ id: z.string().min(1).max(200), owner, amount: units });
export type SolanaDeposit = z.output<typeof solanaDepositSchema>;

/** An order to burn USDC of an account, once per key. */
export const solanaBurnSchema = z.object({
  key: z.string().min(1).max(200),
  tenantId: z.string().min(1),
  owner,
  amount: units,
  destinationDomain: z.int().nonnegative(),
  mintRecipient: hex,
});
export type SolanaBurn = z.output<typeof solanaBurnSchema>;

const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('arrived'), deposit: solanaDepositSchema }),
  z.object({ event: z.literal('burned'), burn: solanaBurnSchema }),
]);
type Line = z.output<typeof lineSchema>;

/** Accounts of USDC on Solana, which has no node in the sandbox: what was ordered counts as done. */
@Injectable()
export class Solana {
  private readonly deposits = new Map<string, SolanaDeposit>();
  private readonly burns = new Map<string, SolanaBurn>();
  private readonly lines: JsonLines<Line>;

  constructor(private readonly options: SimulatorsOptions) {
    this.lines = new JsonLines(options.journalFolder, 'solana', lineSchema);
    for (const line of this.lines.readAll()) this.apply(line);
  }

  /** @throws ConflictException when the id stands for another deposit. */
  arrive(deposit: SolanaDeposit): void {
    if (isKnown(this.deposits.get(deposit.id), deposit)) return;
    this.record({ event: 'arrived', deposit });
  }

  /**
   * The signature of the burn's transaction; the same for the same key.
   * @throws ConflictException when the key stands for another burn, UnprocessableEntityException when the account has less.
   */
  burn(burn: SolanaBurn): string {
    if (isKnown(this.burns.get(burn.key), burn)) return signatureOf(burn);
    if (this.account(burn.owner).units < BigInt(burn.amount)) throw new UnprocessableEntityException('The account has less than that.');
    this.record({ event: 'burned', burn });
    return signatureOf(burn);
  }

  /** What an account has, and the keys of what was burned of it. */
  account(of: string): { units: bigint; burned: string[] } {
    const arrived = [...this.deposits.values()].filter((deposit) => deposit.owner === of);
    const burned = [...this.burns.values()].filter((burn) => burn.owner === of);
    return { units: total(arrived) - total(burned), burned: burned.map(({ key }) => key) };
  }

  /** How many deposits have arrived: the place of the last one. */
  get height(): number {
    return this.deposits.size;
  }

  /** Deposits in the order of their arrival, from one place to another; the first has place 1. */
  transfers(from: number, to: number): { signature: string; slot: number; owner: string; units: string }[] {
    return [...this.deposits.values()].slice(Math.max(from - 1, 0), to).map(({ id, owner, amount }, index) => ({ signature: id, slot: Math.max(from, 1) + index, owner, units: amount }));
  }

  /** The messages of a transaction; undefined when it is none of Solana's. */
  find(domain: number, signature: string): Hex[] | undefined {
    const burn = domain === SOLANA_DOMAIN ? [...this.burns.values()].find((one) => signatureOf(one) === signature) : undefined;
    if (burn === undefined) return undefined;
    const destination = Object.values(this.options.chains ?? {}).find(({ cctpDomain }) => cctpDomain === burn.destinationDomain);
    const messenger = (destination?.tokenMessenger ?? '0x') as Hex;
    return [emittedMessage({ sourceDomain: SOLANA_DOMAIN, destinationDomain: burn.destinationDomain, messenger, token: TOKEN, mintRecipient: burn.mintRecipient, amount: BigInt(burn.amount) })];
  }

  private record(line: Line): void {
    this.lines.append(line);
    this.apply(line);
  }

  private apply(line: Line): void {
    if (line.event === 'arrived') this.deposits.set(line.deposit.id, line.deposit);
    else this.burns.set(line.burn.key, line.burn);
  }
}

function isKnown(known: object | undefined, asked: object): boolean {
  if (known !== undefined && !isDeepStrictEqual(known, asked)) throw new ConflictException('The key stands for another order.');
  return known !== undefined;
}

const signatureOf = ({ key }: SolanaBurn): string => createHash('sha512').update(key).digest('base64url');

const total = (amounts: readonly { readonly amount: string }[]): bigint => amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

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
