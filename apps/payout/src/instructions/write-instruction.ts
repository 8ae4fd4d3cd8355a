import type { Rail } from '@sluice/kernel';
import { InexpressibleInstruction } from './inexpressible-instruction.js';
import { writeCreditTransfer } from './iso20022/credit-transfer.instruction.js';
import { writeWire } from './iso20022/wire.instruction.js';
import { writeAchInstruction } from './nacha/ach.instruction.js';
import type { BankFile, RailInstruction } from './rail-instruction.js';

const writers: Readonly<Record<Rail, (instruction: RailInstruction) => BankFile>> = {
  ACH: writeAchInstruction,
  WIRE: writeWire,
  FPS: (instruction) => writeCreditTransfer(instruction, 'FPS'),
  SEPA: (instruction) => writeCreditTransfer(instruction, 'SEPA'),
};

/**
 * The instruction as a file in its rail's own format. The same instruction is always the same bytes.
 * Returns what stands in the way when the rail has no room or no letters for it; then nothing may be sent.
 */
export function writeInstruction(instruction: RailInstruction): BankFile | InexpressibleInstruction {
  try {
    return writers[instruction.rail](instruction);
  } catch (error) {
    if (error instanceof InexpressibleInstruction) return error;
    throw error;
  }
}
