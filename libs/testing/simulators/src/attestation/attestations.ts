import { Injectable } from '@nestjs/common';
import { type Hex, keccak256, stringToHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { z } from 'zod';
import { type Fault, Faults } from '../control/faults.js';
import { Tenants } from '../control/tenants.js';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { amountOf, executedMessage, maxFeeOf, minFinalityOf } from './burns.js';

/** The real service takes this many requests a second and then nothing for a while. */
const MOST_PER_SECOND = 35;

/** Counts requests second by second. */
@Injectable()
export class RequestRate {
  private second = 0;
  private count = 0;

  /** False when there have been too many within this second. */
  take(): boolean {
    const second = Math.floor(Date.now() / 1_000);
    this.count = second === this.second ? this.count + 1 : 1;
    this.second = second;
    return this.count <= MOST_PER_SECOND;
  }
}

const hex = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-f]*$/i.test(text));
const time = z.iso.datetime();

/** A burn as the service has seen it. */
export const burnSchema = z.object({
  domain: z.int(),
  /** A hash, or on Solana a signature. */
  transaction: z.string(),
  nonce: hex,
  emitted: hex,
  tenantId: z.string().optional(),
  /** Times on the tenant's clock; absent: it is never ready by itself. */
  seenAt: time,
  readyAt: time.optional(),
  delayReason: z.string().optional(),
  /** Attested only for blocks that have passed. */
  expires: z.boolean(),
});
export type Burn = z.output<typeof burnSchema>;

/** What happens to burns, one line each, in order. */
export const attestationLineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('seen'), burn: burnSchema }),
  z.object({ event: z.literal('reattested'), nonce: hex, readyAt: time }),
]);
export type AttestationLine = z.output<typeof attestationLineSchema>;

/** Every burn by its nonce, as the journal's lines make them. */
export class Burns {
  private readonly byNonce = new Map<Hex, Burn>();

  find(nonce: Hex): Burn | undefined {
    return this.byNonce.get(nonce);
  }

  apply(line: AttestationLine): void {
    if (line.event === 'seen') this.byNonce.set(line.burn.nonce, line.burn);
    const known = line.event === 'reattested' ? this.byNonce.get(line.nonce) : undefined;
    if (line.event !== 'reattested' || known === undefined) return;
    const { delayReason: _, ...burn } = known;
    this.byNonce.set(line.nonce, { ...burn, readyAt: line.readyAt, expires: false });
  }
}

/** Which account of the sandbox's phrase attests. */
const ATTESTER = 1;

export const FAST = 1000;
export const STANDARD = 2000;

/** What a fast transfer costs, in hundredths of a percent. */
export const FAST_FEE_BPS = 1n;

/** How long attesting takes: at pace `instant`, and else by what was asked for. */
const INSTANT_MS = 200;
const FAST_MS = 15_000;
const STANDARD_MS = 900_000;
const DEFAULT_SLOW_MS = 2_000;

export interface AttestedMessage {
  readonly message: Hex;
  readonly eventNonce: Hex;
  readonly attestation: Hex | 'PENDING';
  readonly cctpVersion: 2;
  readonly status: 'complete' | 'pending_confirmations';
  readonly delayReason: string | null;
}

/** Gives burns their nonces and attests them when their time has come. Its journal is all it remembers. */
@Injectable()
export class Attestations {
  private readonly burns = new Burns();
  private readonly lines: JsonLines<AttestationLine>;
  private readonly attester;

  constructor(private readonly tenants: Tenants, private readonly faults: Faults, { journalFolder, mnemonic }: SimulatorsOptions) {
    this.attester = mnemonic === undefined ? null : mnemonicToAccount(mnemonic, { addressIndex: ATTESTER });
    this.lines = new JsonLines(journalFolder, 'attestation', attestationLineSchema);
    for (const line of this.lines.readAll()) this.burns.apply(line);
  }

  /** A message of a transaction, as it stands now. */
  async attested(domain: number, transaction: string, place: number, emitted: Hex, tenantId: string | undefined): Promise<AttestedMessage> {
    const nonce = keccak256(stringToHex(`${domain}/${transaction}/${place}`));
    const burn = this.burns.find(nonce) ?? this.see({ domain, transaction, nonce, emitted }, tenantId);
    if (!this.isReady(burn) || this.attester === null) {
      return { message: '0x', eventNonce: nonce, attestation: 'PENDING', cctpVersion: 2, status: 'pending_confirmations', delayReason: burn.delayReason ?? null };
    }
    const message = messageOf(burn);
    const attestation = await this.attester.sign({ hash: keccak256(message) });
    return { message, eventNonce: nonce, attestation, cctpVersion: 2, status: 'complete', delayReason: null };
  }

  /** Attests once more what is stuck or has expired. False when there is no such nonce. */
  reattest(nonce: Hex): boolean {
    const burn = this.burns.find(nonce);
    if (burn === undefined) return false;
    const now = this.now(burn.tenantId).getTime();
    this.record({ event: 'reattested', nonce, readyAt: new Date(now + INSTANT_MS).toISOString() });
    return true;
  }

  private see(found: Pick<Burn, 'domain' | 'transaction' | 'nonce' | 'emitted'>, tenantId: string | undefined): Burn {
    const now = this.now(tenantId);
    const fault = tenantId === undefined ? null : this.faults.strike(tenantId, 'attestation');
    const burn: Burn = { ...found, seenAt: now.toISOString(), expires: fault?.mode === 'expire', ...(tenantId === undefined ? {} : { tenantId }), ...this.readinessOf(found.emitted, tenantId, now, fault) };
    this.record({ event: 'seen', burn });
    return burn;
  }

  private readinessOf(emitted: Hex, tenantId: string | undefined, now: Date, fault: Fault | null): Pick<Burn, 'readyAt' | 'delayReason'> {
    if (fault?.mode === 'silent') return {};
    if (fault?.mode === 'fail' || fault?.mode === 'reject') return { delayReason: fault.code ?? 'insufficient_fee' };
    const usualMs = minFinalityOf(emitted) <= FAST ? FAST_MS : STANDARD_MS;
    const lastsMs = tenantId === undefined || this.tenants.pace(tenantId) === 'instant' ? INSTANT_MS : usualMs;
    const moreMs = fault?.mode === 'slow' ? fault.delayMs ?? DEFAULT_SLOW_MS : 0;
    return { readyAt: new Date(now.getTime() + lastsMs + moreMs).toISOString() };
  }

  private isReady({ readyAt, tenantId }: Burn): boolean {
    return readyAt !== undefined && this.now(tenantId) >= new Date(readyAt);
  }

  private now(tenantId: string | undefined): Date {
    return tenantId === undefined ? new Date() : this.tenants.now(tenantId);
  }

  private record(line: AttestationLine): void {
    this.lines.append(line);
    this.burns.apply(line);
  }
}

/** A fast transfer that does not pay enough for it is carried out as a standard one. */
function messageOf({ emitted, nonce, expires }: Burn): Hex {
  const price = (amountOf(emitted) * FAST_FEE_BPS + 9_999n) / 10_000n;
  const isFast = minFinalityOf(emitted) <= FAST && maxFeeOf(emitted) >= price;
  return executedMessage(emitted, { nonce, finality: isFast ? FAST : STANDARD, fee: isFast ? price : 0n, expirationBlock: expires ? 1n : 0n });
}
