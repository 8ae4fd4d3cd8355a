import type { Currency } from '@sluice/kernel';
import type { Holding } from '../portfolio/portfolio.js';
import { worthOf } from '../selling/exact-decimal.js';

/** Sold for this currency it would bring something: nothing is exchanged, and what is worth less than a minor unit cannot be paid for. */
export const isSellable = ({ quantity, price, currency }: Holding, wanted: Currency): boolean => currency === wanted && worthOf(quantity, price, currency) > 0n;
