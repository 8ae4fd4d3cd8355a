import type { CounterpartyView } from '@sluice/contract-payout';
import type { Money, Rail } from '@sluice/kernel';
import type { BankNumbers } from '../counterparty/bank-numbers.js';
import type { Originator } from './originator.js';

export interface Creditor {
  readonly type: CounterpartyView['type'];
  readonly name: string;
  /** At least the numbers that the rail needs, already checked when the counterparty was added. */
  readonly numbers: BankNumbers;
}

/** One payment as a bank is told of it, before it takes the form of a rail. */
export interface RailInstruction {
  readonly legId: string;
  readonly attempt: number;
  /** Names this attempt for good: the same key makes the same file and the same ids on the rail. */
  readonly key: string;
  readonly rail: Rail;
  readonly amount: Money;
  readonly creditor: Creditor;
  readonly debtor: Originator;
  readonly reference?: string;
  /** When the instruction was made, on the tenant's clock; a repeated attempt must give the same. */
  readonly createdAt: Date;
  /** The banking day on which the rail moves the money, `YYYY-MM-DD`. */
  readonly settlesOn: string;
}

export type BankFileFormat = 'nacha' | 'pain.001.001.09' | 'pacs.008.001.08';

/** What goes to the bank. ASCII throughout, so its characters are its bytes. */
export interface BankFile {
  readonly format: BankFileFormat;
  readonly contentType: 'text/plain' | 'application/xml';
  readonly text: string;
  /** The id under which the rail knows the payment, and by which reports name it. */
  readonly paymentId: string;
  /** Our number for following the payment on its rail: ACH trace number, elsewhere the UETR. */
  readonly trace: string;
}
