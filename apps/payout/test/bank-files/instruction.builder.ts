import { Money, type Rail, railRules } from '@sluice/kernel';
import fc from 'fast-check';
import type { RailInstruction } from '../../src/bank-payments/rails/rail-instruction.js';
import { sandboxOriginator } from '../../src/bank-payments/rails/originator.js';

export const numbers = {
  routingNumber: '021000021', accountNumber: '12345678', sortCode: '20-00-00', iban: 'GB29 NWBK 6016 1331 9268 19', bic: 'NWBKGB2L',
} as const;

export function instructionOf(rail: Rail, changes: Partial<RailInstruction> = {}): RailInstruction {
  return {
    legId: '4f0c7f8a-1d2e-8c3b-9a4d-5e6f7a8b9c0d', attempt: 1, key: '4f0c7f8a-1d2e-8c3b-9a4d-5e6f7a8b9c0d/1', rail,
    amount: Money.parse('2500.00', railRules[rail].currency),
    creditor: { type: 'INDIVIDUAL', name: 'Ada Lovelace', numbers },
    debtor: sandboxOriginator, reference: 'Monthly transfer',
    createdAt: new Date('2026-01-15T10:35:00.000Z'), settlesOn: '2026-01-17', ...changes,
  };
}

/** Any character at all. What the library itself offers for that is a second in the making: it finds out for a million characters how each is made smaller. */
export const anyCharacter = fc.nat({ max: 0x10f7ff }).map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Text that people and attackers type: any script, signs of XML, line breaks, halves of emoji, up to 200 characters. */
export const hostileText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('\n', '\r', '\t', '\0', '<', '>', '&', ']]>', '"', "'", '/', '//', '🙂', '\ud83d', 'ß', '田', '６', 'A', ' '), maxLength: 200 }),
  fc.constantFrom('</Nm><Nm>Eve', '<!ENTITY x "y">', '6220210000211', 'ا لاسم', 'A'.repeat(200)),
);

/** Text that has a letter left on every rail, so that it can be a name. */
export const hostileName = hostileText.map((text) => `Z${text}`);
