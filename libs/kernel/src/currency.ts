/** Decimals after the point for each currency Sluice moves (ISO 4217; USDC by its ERC-20 contract). */
export const currencyDecimals = { GBP: 2, EUR: 2, USD: 2, USDC: 6 } as const;

export type Currency = keyof typeof currencyDecimals;

export const currencies = Object.keys(currencyDecimals) as [Currency, ...Currency[]];

export const isCurrency = (text: string): text is Currency => Object.hasOwn(currencyDecimals, text);
