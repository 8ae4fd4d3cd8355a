import { nameBy, railText, shortRailText, type Alphabet, type Rail } from '@sluice/kernel';
import { InexpressibleInstruction } from './inexpressible-instruction.js';

/**
 * A reference in the rail's letters. When the spelling takes more room than the field has, each character is told by one letter.
 * It is never cut, since what is lost may be the number that matters.
 * @throws InexpressibleInstruction when the reference itself is longer than the field.
 */
export function railReference(reference: string, alphabet: Alphabet, maxLength: number): string {
  const full = railText(reference, alphabet);
  if (full.length <= maxLength) return full;
  const short = shortRailText(reference, alphabet);
  if (short.length <= maxLength) return short;
  throw new InexpressibleInstruction('reference', `The rail carries a reference of ${maxLength} characters at most.`);
}

/**
 * A party's name as the rail shows it, cut to the field: the account number decides who is paid, and banks cut names alike.
 * @throws InexpressibleInstruction when no letter or digit is left of it.
 */
export function railName(name: string, rail: Rail): string {
  const text = nameBy(rail, name);
  if (text === '') throw new InexpressibleInstruction('creditor.name', 'The name has no letter that the rail carries.');
  return text;
}
