import { choice, one, optional, sequence, type Content, type TextType } from './message-schema.js';

const text = (type: string, pattern: string, lengths: { minLength?: number; maxLength?: number } = {}): TextType => ({
  kind: 'text', type, pattern, attributes: {}, ...lengths,
});
const textUpTo = (maxLength: number): TextType => text(`Max${maxLength}Text`, '[\\s\\S]*', { minLength: 1, maxLength });

export const max34Text = textUpTo(34);
export const max35Text = textUpTo(35);
export const max105Text = textUpTo(105);
export const max140Text = textUpTo(140);
export const max15NumericText = text('Max15NumericText', '[0-9]{1,15}');
export const code4 = text('ExternalCode4', '[A-Z0-9]{1,4}');
export const code5 = text('ExternalCode5', '[A-Z0-9]{1,5}');
export const code3 = text('ExternalCode3', '[A-Z0-9]{1,3}');
export const clearingMemberId = max35Text;
export const bic = text('BICFIDec2014Identifier', '[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?');
export const iban = text('IBAN2007Identifier', '[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}');
export const uetr = text('UUIDv4Identifier', '[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}');
/** An input message accountability data of Fedwire: day, source, sequence (Fedwire Funds Service Release 2025, usage guideline of pacs.008). */
export const wireMessageId = text('IMAD', '[0-9]{8}[A-Z0-9]{8}[0-9]{6}');
export const isoDate = text('ISODate', '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(Z|[+\\-][0-9]{2}:[0-9]{2})?');
export const isoDateTime = text(
  'ISODateTime',
  '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+\\-][0-9]{2}:[0-9]{2})?',
);
export const decimalNumber = text('DecimalNumber', '[0-9]{1,17}(\\.[0-9]{1,17})?', { maxLength: 19 });
export const constantText = (...values: readonly string[]): TextType => text(values.join(' or '), values.join('|'));

/** Eighteen digits, five of them after the point at most, with the currency as an attribute. */
export const currencyAmount: TextType = {
  ...text('ActiveCurrencyAndAmount', '[0-9]{1,13}(\\.[0-9]{1,5})?'), attributes: { Ccy: text('ActiveCurrencyCode', '[A-Z]{3}') },
};

/** An amount of one currency in full, cents included, as schemes want it: nine digits before the point at most. */
export const exactAmount = (currency: string): TextType => ({
  ...text(`${currency}Amount`, '[0-9]{1,9}\\.[0-9]{2}'), attributes: { Ccy: constantText(currency) },
});

/** A name of the length that schemes allow of the standard's 140. */
export const party70 = sequence(one('Nm', textUpTo(70)));
export const accountNumber = text('DomesticAccountNumber', '[0-9]{8}');
export const bankByBic = sequence(one('FinInstnId', sequence(one('BICFI', bic))));
export const bankByClearing = (system: string): Content =>
  sequence(one('FinInstnId', sequence(one('ClrSysMmbId', sequence(one('ClrSysId', sequence(one('Cd', constantText(system)))), one('MmbId', clearingMemberId))))));

export const codeOrProprietary = choice(one('Cd', code4), one('Prtry', max35Text));
export const party = sequence(optional('Nm', max140Text));
export const account = sequence(
  one('Id', choice(one('IBAN', iban), one('Othr', sequence(one('Id', max34Text), optional('SchmeNm', codeOrProprietary))))),
  optional('Ccy', text('ActiveOrHistoricCurrencyCode', '[A-Z]{3}')),
);
export const agent = sequence(
  one('FinInstnId', sequence(
    optional('BICFI', bic),
    optional('ClrSysMmbId', sequence(optional('ClrSysId', choice(one('Cd', code5), one('Prtry', max35Text))), one('MmbId', clearingMemberId))),
    optional('Nm', max140Text),
    optional('Othr', sequence(one('Id', max35Text))),
  )),
);
export const remittance = sequence(optional('Ustrd', max140Text));
