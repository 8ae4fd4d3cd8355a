import { railRules } from '@sluice/kernel';
import { InexpressibleInstruction } from './inexpressible-instruction.js';
import type { RailInstruction } from './rail-instruction.js';

/** @throws InexpressibleInstruction when the amount is not one that the rail can carry. */
export function checkAmount({ amount, rail }: RailInstruction): void {
  const { currency, mostUnits } = railRules[rail];
  if (amount.currency !== currency || !amount.isPositive || amount.units > mostUnits) {
    throw new InexpressibleInstruction('amount', `${rail} cannot carry ${amount.currency} ${amount.toDecimal()}.`);
  }
}
