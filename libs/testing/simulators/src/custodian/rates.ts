/** What one unit of the first currency is in the others: fixed, and consistent with each other to six decimals. */
export const rates = {
  GBP: { GBP: '1', EUR: '1.16', USD: '1.28' },
  EUR: { GBP: '0.862069', EUR: '1', USD: '1.103448' },
  USD: { GBP: '0.78125', EUR: '0.90625', USD: '1' },
} as const;
