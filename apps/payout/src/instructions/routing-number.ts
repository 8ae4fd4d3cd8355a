const WEIGHTS = [3, 7, 1] as const;

/** The weighted sum of a routing number's digits; a multiple of ten when the check digit is right (American Bankers Association). */
const weightedSum = (digits: string): number =>
  [...digits].reduce((sum, digit, position) => sum + Number(digit) * (WEIGHTS[position % WEIGHTS.length] ?? 0), 0);

export const isRoutingNumber = (text: string): boolean => /^\d{9}$/.test(text) && text !== '000000000' && weightedSum(text) % 10 === 0;
