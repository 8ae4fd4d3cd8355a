import { Money } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import type { Instruction } from '../providers/bank.js';
import { beginSending, ended, stop, type BankLeg } from './bank-leg.js';
import { changeTo, dueAtOf, legByKey, withLeg, type Delivery, type Payment } from './delivery.js';
import { valueDate } from './rails/calendar/rail-dates.js';
import type { Originator } from './rails/originator.js';
import { writeInstruction } from './rails/rail-files.js';
import { InexpressibleInstruction, type BankFile } from './rails/rail-instruction.js';

/** Who pays, and how long a call may be under way before its intent is inquired about. */
interface Sender {
  readonly debtor: Originator;
  readonly leaseMs: number;
}

/** The file of a leg whose intent is stored: it follows from what is stored, so it is the same at every repetition. */
function fileOf(leg: BankLeg, { creditor, rail, reference }: Payment, debtor: Originator): BankFile | InexpressibleInstruction | null {
  const { legId, attempt, key, firstSentAt, settlesOn } = leg;
  if (firstSentAt === undefined || settlesOn === undefined) return null;
  const { name, type, ...numbers } = creditor;
  return writeInstruction({
    legId, attempt, key, rail, debtor, settlesOn, amount: Money.fromJson(leg.amount), creditor: { name, type, numbers },
    createdAt: new Date(firstSentAt), ...(reference === undefined ? {} : { reference }),
  });
}

/** Nothing can be sent that the rail has no room or letters for. If something might have been sent before, the leg is recalled. */
function inexpressible(leg: BankLeg, { field }: InexpressibleInstruction, now: Date): BankLeg {
  return leg.firstSentAt === undefined ? ended(leg, { status: 'failed', reason: `inexpressible_${field.replace('.', '_')}` }) : stop(leg, now);
}

/** The intent to send a leg, or its end when it cannot be put into the rail's format. Null when it is not the time for either. */
export function intend(delivery: Delivery, key: string, now: Date, { debtor, leaseMs }: Sender): Change<Delivery> | null {
  const leg = legByKey(delivery, key);
  if (!leg || !delivery.payment) return null;
  const sending = beginSending(leg, now, valueDate(delivery.payment.rail, now), leaseMs);
  const file = sending && fileOf(sending, delivery.payment, debtor);
  if (sending === null || file === null) return null;
  if (file instanceof InexpressibleInstruction) return changeTo(withLeg(delivery, inexpressible(leg, file, now)), delivery, now);
  const next = withLeg(delivery, sending);
  return { state: next, dueAt: dueAtOf(next) };
}

/** What the bank is given of a leg that is being sent; null for any other. */
export function instructionOf({ tenantId, state }: Versioned<Delivery>, key: string, debtor: Originator): Instruction | null {
  const leg = legByKey(state, key);
  if (leg?.status !== 'sending' || leg.valueDate === undefined || state.payment === undefined) return null;
  const file = fileOf(leg, state.payment, debtor);
  if (file === null || file instanceof InexpressibleInstruction) return null;
  const { rail, creditor: { type: _, ...creditor }, reference } = state.payment;
  return {
    key, endToEndId: `${leg.legId}/${leg.attempt}`, tenantId, rail, amount: leg.amount, creditor, reference, valueDate: leg.valueDate,
    file: { format: file.format, text: file.text },
  };
}
