import { Money, type MoneyJson } from '@sluice/kernel';

/** USDC as dollars: two decimals, and as many more as it has, six at most. Never rounded. */
export const usd = (money: MoneyJson): string => Money.fromJson(money).toDecimal().replace(/0{1,4}$/, '');
