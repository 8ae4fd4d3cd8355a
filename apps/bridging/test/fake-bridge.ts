import { bridgeLeg, recallLeg } from '@sluice/contract-bridging';
import { isDue } from '@sluice/providers';
import { actionFor, stepOf, type Observation, type Step, type Transfer } from '../src/legs/transfer.js';
import { bridgingCommanded, legAfter, legSchema, recallCommanded, transferOf, type Leg } from '../src/legs/leg.js';

export const AMOUNT = 35n;
const asked = bridgeLeg.body.parse({ ...bridgeLeg.sample, transfers: [{ id: 't', fromChain: 'arbitrum', amount: { currency: 'USDC', units: AMOUNT.toString() } }] });
const replyAddress = { replyTo: 'tester' };

type StepOutcome = { kind: 'done'; hash: string } | { kind: 'put-back' } | { kind: 'undone'; reason: string };

/** One transaction, made exactly once as the platform sees to it. */
interface Made {
  readonly step: Step;
  readonly attempt: number;
  status: 'ordered' | 'done' | 'final' | 'dead';
  readonly outcomes: StepOutcome[];
  reported: number;
}

/** Whether a transaction about to be made goes through, and what hinders it. */
export type Luck = 'through' | 'refused' | 'expired';

/** Money on two chains, transactions that may be taken back, an attestation that may expire, and the leg's real decisions. */
export class FakeBridge {
  leg: Leg;
  readonly answers: string[] = [];
  wallet = AMOUNT;
  relayer = 0n;
  flying = 0n;
  arrived = 0n;
  private readonly made = new Map<string, Made>();
  private isUsed = false;
  private now = new Date('2026-02-05T12:00:00.000Z');

  constructor() {
    this.leg = this.kept(bridgingCommanded(null, asked, replyAddress, this.now)) as Leg;
  }

  get transfer(): Transfer {
    return transferOf(this.leg, 't') as Transfer;
  }

  recall(): void {
    this.apply(recallCommanded(this.leg, recallLeg.body.parse(asked), replyAddress, this.now));
  }

  /** What the process does when the transfer is due; a crash comes after the doing and before the recording. */
  act(crash: boolean, attestation: 'there' | 'pending'): void {
    this.now = new Date(this.now.getTime() + 20_000);
    if (!isDue(this.transfer, this.now)) return;
    const observation = this.doing(attestation);
    if (observation && !crash) this.learn(observation);
  }

  /** The oldest transaction that has not been made yet is made, or cannot be. */
  make(luck: Luck): void {
    const next = [...this.made.values()].find(({ status }) => status === 'ordered');
    if (next === undefined) return;
    const hindrance = luck === 'through' || next.outcomes.length > 0 ? this.hindranceOf(next.step) : luck;
    if (hindrance === null) this.move(next, 1n);
    next.status = hindrance === null ? 'done' : 'dead';
    next.outcomes.push(hindrance === null ? { kind: 'done', hash: `${next.step}-${next.attempt}` } : { kind: 'undone', reason: hindrance });
  }

  /** Everything on the source's chain that is not final is taken back, the last first, and will be made again. */
  reorganise(): void {
    for (const one of [...this.made.values()].toReversed()) {
      if (one.status !== 'done' || one.step === 'mint' || (one.step === 'burn' && this.flying === 0n)) continue;
      this.move(one, -1n);
      one.status = 'ordered';
      one.outcomes.push({ kind: 'put-back' });
    }
  }

  finalise(): void {
    const first = [...this.made.values()].find(({ status }) => status === 'done');
    if (first) first.status = 'final';
  }

  /** Somebody else submits the attested message. */
  mintElsewhere(): void {
    if (this.transfer.attested === undefined || this.flying === 0n) return;
    [this.flying, this.arrived, this.isUsed] = [0n, this.flying, true];
  }

  /** The next observation of each transaction, or an old one again. */
  tell(crash: boolean, repeat: number): void {
    for (const one of this.made.values()) {
      const place = repeat > 0 && one.reported > 0 ? Math.max(0, one.reported - repeat) : one.reported;
      const outcomes = one.outcomes[place];
      if (outcomes === undefined) continue;
      this.learn({ ...outcomes, step: one.step, attempt: one.attempt, sequence: place + 1 });
      if (!crash && place === one.reported) one.reported += 1;
    }
  }

  times(step: Step): number {
    return [...this.made.values()].filter((one) => one.step === step && (one.status === 'done' || one.status === 'final')).length;
  }

  private doing(attestation: 'there' | 'pending'): Observation | null {
    switch (actionFor(this.transfer, this.now, 60_000)) {
      case 'begin': return { kind: 'begun', fee: '0' };
      case 'pull': case 'burn': case 'mint': case 'return': return this.order();
      case 'inquire': return attestation === 'there' && this.flying > 0n ? this.attest() : { kind: 'unattested', nonce: '0x1' };
      case 'reattest': return { kind: 'reattested' };
      case 'find-mint': return this.isUsed ? { kind: 'found-minted', hash: 'found' } : { kind: 'not-minted' };
      case null: return null;
    }
  }

  /** Only what no reorganisation reaches is attested. */
  private attest(): Observation {
    for (const one of this.made.values()) if (one.status === 'done') one.status = 'final';
    return { kind: 'attested', message: '0x', attestation: '0x', nonce: '0x1' };
  }

  private order(): Observation | null {
    const step = stepOf(this.transfer);
    if (step === undefined) return null;
    const { attempt } = this.transfer;
    const key = `${step}/${attempt}`;
    if (!this.made.has(key)) this.made.set(key, { step, attempt, status: 'ordered', outcomes: [], reported: 0 });
    return { kind: 'ordered', step, attempt };
  }

  private hindranceOf(step: Step): string | null {
    if (step === 'pull') return this.wallet < AMOUNT ? 'exceeds balance' : null;
    if (step === 'mint') return this.isUsed ? 'Nonce already used' : this.flying < AMOUNT ? 'not attested' : null;
    return this.relayer < AMOUNT ? 'exceeds balance' : null;
  }

  private move({ step }: Made, direction: bigint): void {
    const sum = AMOUNT * direction;
    if (step === 'pull') [this.wallet, this.relayer] = [this.wallet - sum, this.relayer + sum];
    if (step === 'burn') [this.relayer, this.flying] = [this.relayer - sum, this.flying + sum];
    if (step === 'return') [this.relayer, this.wallet] = [this.relayer - sum, this.wallet + sum];
    if (step === 'mint') [this.flying, this.arrived, this.isUsed] = [this.flying - sum, this.arrived + sum, true];
  }

  private learn(observation: Observation): void {
    this.apply(legAfter(this.leg, 't', observation, this.now));
  }

  private apply(change: ReturnType<typeof legAfter>): void {
    this.leg = this.kept(change) ?? this.leg;
  }

  private kept(change: ReturnType<typeof legAfter>): Leg | undefined {
    for (const sent of change?.send ?? []) if ('contract' in sent) this.answers.push(sent.contract.type);
    return change?.state && legSchema.parse(JSON.parse(JSON.stringify(legSchema.encode(change.state))));
  }
}
