import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT, carryOut, openAccountIn, orders, type Order } from '../../test/orders.js';
import { assertInvariants, World } from '../../test/world.js';

interface ModelHold {
  state: 'open' | 'posted' | 'voided' | 'dead';
  amount: number;
  parts: Map<string, number>;
  released: number;
  said: string;
}

/** The ledger as one would write it on a sheet of paper: plain numbers, nobody else at the table, everything remembered. */
class Paper {
  posted = 0;
  readonly holds = new Map<string, ModelHold>();
  private readonly credits = new Set<string>();

  get pending(): number {
    return [...this.holds.values()].filter(({ state }) => state === 'open').reduce((sum, hold) => sum + this.held(hold), 0);
  }

  carryOut(order: Order): string {
    switch (order.verb) {
      case 'place':
        return this.place(order);
      case 'place all':
        return this.place({ ...order, amount: this.posted - this.pending });
      case 'post':
        return this.post(order);
      case 'void':
        return this.void(order.holdId);
      default:
        return this.credit(order);
    }
  }

  private held({ amount, parts }: ModelHold): number {
    return amount - [...parts.values()].reduce((sum, part) => sum + part, 0);
  }

  private place({ holdId, amount }: { holdId: string; amount: number }): string {
    const known = this.holds.get(holdId);
    if (known !== undefined) return known.said;
    const enough = amount > 0 && amount <= this.posted - this.pending;
    const said = enough ? `placed ${amount}` : 'refused insufficient_funds';
    this.holds.set(holdId, { state: enough ? 'open' : 'dead', amount: enough ? amount : 0, parts: new Map(), released: 0, said });
    return said;
  }

  private post({ holdId, parts, rest }: Extract<Order, { verb: 'post' }>): string {
    const hold = this.holds.get(holdId);
    if (hold === undefined) return 'refused unknown_hold';
    const added = parts.filter(({ id }) => !hold.parts.has(id));
    if (hold.state !== 'open' && added.length > 0) return 'refused hold_closed';
    const sum = added.reduce((total, { amount }) => total + amount, 0);
    if (hold.state === 'open' && sum > this.held(hold)) return 'refused more_than_held';
    for (const { id, amount } of added) hold.parts.set(id, amount);
    this.posted -= sum;
    if (hold.state === 'open' && (rest || this.held(hold) === 0)) Object.assign(hold, { state: 'posted', released: this.held(hold) });
    return this.saidOfPosting(hold, parts.map(({ id }) => id), rest);
  }

  private saidOfPosting(hold: ModelHold, ids: readonly string[], rest: boolean): string {
    const order = [...hold.parts.keys()];
    const last = rest ? order.length : Math.max(...ids.map((id) => order.indexOf(id))) + 1;
    const posted = order.slice(0, last).reduce((sum, id) => sum + (hold.parts.get(id) ?? 0), 0);
    return `posted ${posted} open ${rest ? 0 : hold.amount - posted}`;
  }

  private void(holdId: string): string {
    const hold = this.holds.get(holdId);
    if (hold === undefined) {
      this.holds.set(holdId, { state: 'dead', amount: 0, parts: new Map(), released: 0, said: 'refused hold_closed' });
      return 'voided 0';
    }
    if (hold.state === 'open') Object.assign(hold, { state: 'voided', released: this.held(hold) });
    return `voided ${hold.state === 'voided' ? hold.released : 0}`;
  }

  private credit({ verb, id, amount }: Extract<Order, { id: string }>): string {
    if (!this.credits.has(`${verb} ${id}`)) this.posted += amount;
    this.credits.add(`${verb} ${id}`);
    return '';
  }
}

const cents = (money: unknown): string => (money as { units: string }).units;

function lastAnswerIn(world: World, answersBefore: number): string {
  const answer = world.answers[answersBefore];
  if (answer === undefined) return '';
  const { reason, posted, open, voided, amount } = answer.body as Record<string, unknown>;
  if (answer.type.endsWith('refused')) return `refused ${String(reason)}`;
  if (answer.type === 'ledger.hold-posted') return `posted ${cents(posted)} open ${cents(open)}`;
  return answer.type === 'ledger.hold-voided' ? `voided ${cents(voided)}` : `placed ${cents(amount)}`;
}

/** Long, and with money in the account from the start: short ones hardly ever post a hold. */
const sequences = fc
  .array(orders, { minLength: 5, maxLength: 40, size: 'max' })
  .map((rest): Order[] => [{ verb: 'deposit', id: 'm3', amount: 120 }, ...rest]);

describe('any sequence of commands, repeats among them', () => {
  it('is answered and booked as on paper', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const world = new World(assertInvariants);
        const paper = new Paper();
        await openAccountIn(world.book());
        for (const order of sequence) {
          const answersBefore = world.answers.length;
          await carryOut(world.book(), order);
          expect(lastAnswerIn(world, answersBefore)).toBe(paper.carryOut(order));
          const { posted, pending } = world.account(ACCOUNT);
          expect([posted.units, pending.units]).toEqual([BigInt(paper.posted), BigInt(paper.pending)]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
