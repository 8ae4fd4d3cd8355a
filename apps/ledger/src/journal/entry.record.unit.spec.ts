import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { exactUnitsSchema } from './entry.record.js';

const decimal = (text: string) => mongoose.Types.Decimal128.fromString(text);

describe('units that the database has added up', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['250000', '250000'],
    ['-250000', '-250000'],
    ['2.5E+5', '250000'],
    ['999999999999999999999999999999999', '999999999999999999999999999999999'],
    ['1E+21', '1000000000000000000000'],
    ['10.0', '10'],
  ])('%s is read as %s', (stored, digits) => {
    expect(exactUnitsSchema.parse(decimal(stored))).toBe(digits);
  });

  it.each(['0.5', 'NaN', 'Infinity', '1E-3'])('%s is no number of units', (stored) => {
    expect(exactUnitsSchema.safeParse(decimal(stored)).success).toBe(false);
  });
});
