import { railSchema } from '@sluice/contract-kit';
import type { Currency } from '@sluice/kernel';
import type { z } from 'zod';

export type Rail = z.output<typeof railSchema>;

interface RailRules {
  readonly currency: Currency;
  /** Most characters a reference may have. */
  readonly referenceLength: number;
}

export const railRules: Readonly<Record<Rail, RailRules>> = {
  ACH: { currency: 'USD', referenceLength: 80 },
  WIRE: { currency: 'USD', referenceLength: 140 },
  FPS: { currency: 'GBP', referenceLength: 18 },
  SEPA: { currency: 'EUR', referenceLength: 140 },
};

/** The rail a payment takes when none is named; undefined for a currency that no bank rail carries. */
export const defaultRail = (currency: Currency): Rail | undefined =>
  railSchema.options.find((rail) => railRules[rail].currency === currency);
