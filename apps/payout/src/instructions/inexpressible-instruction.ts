export type InexpressibleField = 'amount' | 'creditor.name' | 'creditor.numbers' | 'reference';

/**
 * The rail's format has no room or no letters for this instruction. Nothing was written, and trying again changes nothing.
 */
export class InexpressibleInstruction extends Error {
  constructor(
    readonly field: InexpressibleField,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'InexpressibleInstruction';
  }
}
