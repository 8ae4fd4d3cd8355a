import { railRules } from '../rail.js';
import { InexpressibleInstruction } from './inexpressible-instruction.js';
import type { RailInstruction } from './rail-instruction.js';

/** Most minor units of one payment: nine digits before the point by SEPA's rulebook, ten in Fedwire's format, ten of cents in NACHA's entry, thirteen in the standard. */
const mostUnits = { SEPA: 99_999_999_999n, FPS: 999_999_999_999_999n, WIRE: 999_999_999_999n, ACH: 9_999_999_999n } as const;

/** @throws InexpressibleInstruction when the amount is not one that the rail can carry. */
export function checkAmount({ amount, rail }: RailInstruction): void {
  if (amount.currency !== railRules[rail].currency || !amount.isPositive || amount.units > mostUnits[rail]) {
    throw new InexpressibleInstruction('amount', `${rail} cannot carry ${amount.currency} ${amount.toDecimal()}.`);
  }
}
