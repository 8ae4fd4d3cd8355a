import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bankNumberRules, isRoutingNumber, type NumberRule } from './bank-numbers.js';
import { mostBy, nameBy, rails, sepaAccessions, sepaCountries } from './rails.js';

/** The registry's own example of each country of SEPA (SWIFT, IBAN Registry), as it is printed there. */
const examples = [
  'AD12 0001 2030 2003 5910 0100', 'AL47 2121 1009 0000 0002 3569 8741', 'AT61 1904 3002 3457 3201', 'BE68 5390 0754 7034', 'BG80 BNBG 9661 1020 3456 78', 'CH93 0076 2011 6238 5295 7',
  'CY17 0020 0128 0000 0012 0052 7600', 'CZ65 0800 0000 1920 0014 5399', 'DE89 3704 0044 0532 0130 00', 'DK50 0040 0440 1162 43', 'EE38 2200 2210 2014 5685', 'ES91 2100 0418 4502 0005 1332',
  'FI21 1234 5600 0007 85', 'FR14 2004 1010 0505 0001 3M02 606', 'GB29 NWBK 6016 1331 9268 19', 'GI75 NWBK 0000 0000 7099 453', 'GR16 0110 1250 0000 0001 2300 695', 'HR12 1001 0051 8630 0016 0',
  'HU42 1177 3016 1111 1018 0000 0000', 'IE29 AIBK 9311 5212 3456 78', 'IS14 0159 2600 7654 5510 7303 39', 'IT60 X054 2811 1010 0000 0123 456', 'LI21 0881 0000 2324 013A A', 'LT12 1000 0111 0100 1000',
  'LU28 0019 4006 4475 0000', 'LV80 BANK 0000 4351 9500 1', 'MC58 1122 2000 0101 2345 6789 030', 'MD24 AG00 0225 1000 1310 4168', 'ME25 5050 0001 2345 6789 51', 'MK07 2501 2000 0058 984',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S', 'NL91 ABNA 0417 1643 00', 'NO93 8601 1117 947', 'PL61 1090 1014 0000 0712 1981 2874', 'PT50 0002 0123 1234 5678 9015 4', 'RO49 AAAA 1B31 0075 9384 0000',
  'RS35 2600 0560 1001 6113 79', 'SE45 5000 0000 0583 9825 7466', 'SI56 1910 0000 0123 438', 'SK31 1200 0000 1987 4263 7541', 'SM86 U032 2509 8000 0000 0270 100', 'VA59 0011 2300 0012 3456 78',
];

/** Examples of the registry's other countries. */
const elsewhere = [
  'AE07 0331 2345 6789 0123 456', 'AZ21 NABZ 0000 0000 1370 1000 1944', 'BA39 1290 0794 0102 8494', 'BH67 BMAG 0000 1299 1234 56', 'BR97 0036 0305 0000 1000 9795 493P 1', 'CR05 0152 0200 1026 2840 66',
  'DO28 BAGR 0000 0001 2124 5361 1324', 'FO20 0040 0440 1162 43', 'GE29 NB00 0000 0101 9049 17', 'GL20 0040 0440 1162 43', 'GT82 TRAJ 0102 0000 0012 1002 9690', 'IL62 0108 0000 0009 9999 999',
  'JO94 CBJO 0010 0000 0000 0131 0003 02', 'KW81 CBKU 0000 0000 0000 1234 5601 01', 'KZ86 125K ZT50 0410 0100', 'LB62 0999 0000 0001 0019 0122 9114', 'LC55 HEMM 0001 0001 0012 0012 0002 3015',
  'MR13 0002 0001 0100 0012 3456 753', 'MU17 BOMM 0101 1010 3030 0200 000M UR', 'PK36 SCBL 0000 0011 2345 6702', 'PS92 PALS 0000 0000 0400 1234 5670 2', 'QA58 DOHB 0000 1234 5678 90AB CDEF G',
  'SA03 8000 0000 6080 1016 7519', 'SC18 SSCB 1101 0000 0000 0000 1497 USD', 'ST68 0001 0001 0051 8453 1011 2', 'TL38 0080 0123 4567 8910 157', 'TN59 1000 6035 1835 9847 8831', 'TR33 0006 1005 1978 6457 8413 26',
  'UA21 3223 1300 0002 6007 2335 6600 1', 'VG96 VPVG 0000 0123 4567 8901', 'XK05 1212 0123 4567 8906',
];

/** Whether a text is taken; what the rule says with a pattern, its code never takes without it. */
function isTaken({ pattern, problemWith }: NumberRule, text: string): boolean {
  const isRight = problemWith(text) === null;
  if (isRight) expect(text).toMatch(new RegExp(pattern.source, 'u'));
  return isRight;
}
const isSepaIban = (text: string): boolean => isTaken(bankNumberRules.iban, text);

describe('the countries of SEPA', () => {
  it('are 41 and Gibraltar, each named once, the oldest first', () => {
    const countries = sepaAccessions.flatMap(({ countries: named }) => named);
    expect(countries).toHaveLength(42);
    expect(new Set(countries).size).toBe(42);
    expect(sepaAccessions.map(({ since }) => since)).toEqual(sepaAccessions.map(({ since }) => since).toSorted());
  });

  it('are those of the registry’s examples, and no others', () => {
    expect(examples.map((iban) => iban.slice(0, 2)).toSorted()).toEqual(sepaAccessions.flatMap(({ countries }) => countries).toSorted());
    expect(elsewhere.filter((iban) => sepaCountries.includes(iban.slice(0, 2)))).toEqual([]);
  });
});

describe('an IBAN', () => {
  it.each(examples)('%s is one of SEPA, in groups and without', (iban) => {
    expect(isSepaIban(iban)).toBe(true);
    expect(isSepaIban(iban.replaceAll(' ', ''))).toBe(true);
  });

  it.each(elsewhere)('%s is not of SEPA', (iban) => {
    expect(isSepaIban(iban)).toBe(false);
  });

  it('with a digit changed is none', () => {
    fc.assert(fc.property(fc.constantFrom(...examples), fc.nat(), fc.integer({ min: 1, max: 9 }), (example, place, change) => {
      const iban = [...example.replaceAll(' ', '')];
      const digits = iban.flatMap((character, index) => (/\d/.test(character) ? [index] : []));
      const index = digits[place % digits.length] ?? 0;
      iban[index] = String((Number(iban[index]) + change) % 10);
      expect(isSepaIban(iban.join(''))).toBe(false);
    }));
  });

  it.each([
    ['de89370400440532013000', 'capital letters'], [' DE89370400440532013000', 'single spaces'], ['DE89370400440532013000 ', 'single spaces'], ['DE89  370400440532013000', 'single spaces'], ['DEXX370400440532013000', 'two check digits'],
    ['SA0380000000608010167519', 'SEPA country, and SA is none'], ['XX35260005601001611379', 'SEPA country, and XX is none'], ['DE8937040044053201300', 'form of an IBAN of DE, which has 22 characters'],
    ['DE89 3704 0044 0532 01AB 00', 'form of an IBAN of DE'], ['DE88370400440532013000', 'right check digits'], ['RS36260005601001611379', 'right check digits'],
  ])('%j is refused with what is wrong with it: %s', (text, said) => {
    expect(bankNumberRules.iban.problemWith(text)).toContain(said);
  });

  it.each(['', 'DE', 'de89370400440532013000', 'DE89-3704-0044-0532-0130-00', ' DE89370400440532013000', 'RS3526000560100161137', 'XX35260005601001611379'])('is not %j', (text) => {
    expect(isSepaIban(text)).toBe(false);
  });
});

describe('a BIC', () => {
  it.each(['COBADEFF', 'COBADEFFXXX', 'cobadeffxxx', 'E097AEXX', 'N26XDEB1XXX', '1234DEFF', 'NBRSRSBG', 'NARBXKPR'])('is %s', (text) => {
    expect(isTaken(bankNumberRules.bic, text)).toBe(true);
  });

  it.each(['', 'NOPE', 'COBADEF', 'COBADEFFX', 'COBADEFFXX', 'COBADEFFXXXX', 'COBA1EFF', 'COBAZZFF', 'COB-DEFF', 'ÇOBADEFF', 'COBADEFF ', 'COBADEFF\n'])('is not %j', (text) => {
    expect(isTaken(bankNumberRules.bic, text)).toBe(false);
  });
});

describe('a routing number', () => {
  const withCheckDigit = (eight: string): string => {
    const sum = [...eight].reduce((total, digit, index) => total + Number(digit) * ([3, 7, 1][index % 3] ?? 0), 0);
    return `${eight}${(10 - (sum % 10)) % 10}`;
  };
  const isGivenOut = (prefix: number): boolean => prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;

  it.each(['021000021', '091000019', '000000518', '122105155', '211370545', '322271627', '800000007', '612000003'].map((text) => [text]))('is %s', (text) => {
    expect(isRoutingNumber(withCheckDigit(text.slice(0, 8)))).toBe(true);
  });

  it.each(['021000021', '026009593', '322271627', '000000518'])('of a bank is %s as it is printed', (text) => {
    expect(isRoutingNumber(text)).toBe(true);
  });

  it('has a prefix that is given out', () => {
    fc.assert(fc.property(fc.nat({ max: 99 }), fc.integer({ min: 1, max: 999_999 }), (prefix, rest) => {
      const number = withCheckDigit(`${String(prefix).padStart(2, '0')}${String(rest).padStart(6, '0')}`);
      expect(isRoutingNumber(number)).toBe(isGivenOut(prefix));
    }));
  });

  it.each(['000000000', '02100002', '0210000210', '021000022', '०21000021', '', '13000000'])('is not %j', (text) => {
    expect(isRoutingNumber(text)).toBe(false);
  });
});

describe('an American account number', () => {
  it.each(['0001', '1234567890', '00000000000000001', '9'.repeat(17)])('is %s', (text) => expect(isTaken(bankNumberRules.usAccountNumber, text)).toBe(true));
  it.each(['0000', '00000000', '0'.repeat(17), '123', '1'.repeat(18), '12a4', ' 1234', ''])('is not %j', (text) => expect(isTaken(bankNumberRules.usAccountNumber, text)).toBe(false));
});

describe('a British account', () => {
  it.each(['55779911', '00000001'])('has the number %s', (text) => expect(isTaken(bankNumberRules.ukAccountNumber, text)).toBe(true));
  it.each(['00000000', '5577991', '557799111', '5577991a', '٥٥٧٧٩٩١١', ''])('has not the number %j', (text) => expect(isTaken(bankNumberRules.ukAccountNumber, text)).toBe(false));
  it.each(['200000', '20-00-00', '20 00 00', '00-00-01', '000001'])('has the sort code %s', (text) => expect(isTaken(bankNumberRules.sortCode, text)).toBe(true));
  it.each(['000000', '00-00-00', '00 00 00', '20-00 00', '20-0000', '20  00  00', '2000000', ''])('has not the sort code %j', (text) => expect(isTaken(bankNumberRules.sortCode, text)).toBe(false));
});

describe('what a rail carries', () => {
  it('is at most', () => {
    expect(rails.map((rail) => [rail, mostBy(rail).currency, mostBy(rail).toDecimal()])).toEqual([
      ['ACH', 'USD', '99999999.99'], ['WIRE', 'USD', '9999999999.99'], ['FPS', 'GBP', '1000000.00'], ['SEPA', 'EUR', '999999999.99'],
    ]);
  });

  it.each(rails)('of a name by %s is in its letters, and nothing of what has none', (rail) => {
    expect(nameBy(rail, 'Łukasz Żółć').toLowerCase()).toBe('lukasz zolc');
    for (const name of ['🦊🦊', '   ', '---', '', '\u200B', '…']) expect(nameBy(rail, name)).toBe('');
  });
});
