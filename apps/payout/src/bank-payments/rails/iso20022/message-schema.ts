import type { XmlElement } from './xml.js';

/** A simple type of the standard by its own name; `pattern` holds for the whole text, in the part of its syntax that XSD and JavaScript share. */
export interface TextType {
  readonly kind: 'text';
  readonly type: string;
  readonly pattern: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Types of the attributes, every one of which must be there. */
  readonly attributes: Readonly<Record<string, TextType>>;
}

export interface Particle {
  readonly name: string;
  readonly content: Content;
  readonly required: boolean;
  readonly many: boolean;
}

/** What stands inside an element: text, its parts in order, or exactly one of several. */
export type Content = TextType | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[] };

/** One message of the standard, cut down to the elements that are used here. */
export interface MessageSchema {
  readonly message: string;
  readonly namespace: string;
  readonly root: Particle;
}

/** Tells where a message breaks its schema. */
export class SchemaBreach extends Error {
  override readonly name = 'SchemaBreach';
}

export const one = (name: string, content: Content): Particle => ({ name, content, required: true, many: false });
export const optional = (name: string, content: Content): Particle => ({ name, content, required: false, many: false });
export const any = (name: string, content: Content): Particle => ({ name, content, required: false, many: true });
export const many = (name: string, content: Content): Particle => ({ name, content, required: true, many: true });
export const sequence = (...parts: readonly Particle[]): Content => ({ kind: 'sequence', parts });
export const choice = (...parts: readonly Particle[]): Content => ({ kind: 'choice', parts });

export const messageSchema = (message: string, body: Particle): MessageSchema => ({
  message, namespace: `urn:iso:std:iso:20022:tech:xsd:${message}`, root: one('Document', sequence(body)),
});

function checkText(text: string, type: TextType, path: string): void {
  const { length } = [...text];
  const fits = length >= (type.minLength ?? 0) && length <= (type.maxLength ?? Infinity) && new RegExp(`^(?:${type.pattern})$`, 'u').test(text);
  if (!fits) throw new SchemaBreach(`${path} is not ${type.type}: ${JSON.stringify(text.slice(0, 50))}`);
}

function checkAttributes({ attributes }: XmlElement, types: Readonly<Record<string, TextType>>, path: string): void {
  for (const [name, type] of Object.entries(types)) checkText(attributes[name] ?? '', type, `${path}/@${name}`);
  const unknown = Object.keys(attributes).find((name) => !Object.hasOwn(types, name));
  if (unknown !== undefined) throw new SchemaBreach(`${path} has an attribute ${unknown} that does not belong there.`);
}

function checkSequence(parts: readonly Particle[], element: XmlElement, path: string): void {
  let at = 0;
  for (const { name, content, required, many: repeats } of parts) {
    const first = at;
    while (element.children[at]?.name === name && (repeats || at === first)) checkContent(content, element.children[at++], `${path}/${name}`);
    if (required && at === first) throw new SchemaBreach(`${path} lacks ${name}.`);
  }
  const left = element.children[at];
  if (left !== undefined) throw new SchemaBreach(`${path} has an element ${left.name} that does not belong there.`);
}

function checkContent(content: Content, element: XmlElement | undefined, path: string): void {
  if (element === undefined) return;
  checkAttributes(element, content.kind === 'text' ? content.attributes : {}, path);
  if (content.kind === 'text') {
    if (element.children.length > 0) throw new SchemaBreach(`${path} has elements where only text belongs.`);
    return checkText(element.text, content, path);
  }
  if (/[^ \t\r\n]/.test(element.text)) throw new SchemaBreach(`${path} has text between its elements.`);
  if (content.kind === 'sequence') return checkSequence(content.parts, element, path);
  const chosen = content.parts.find(({ name }) => name === element.children[0]?.name);
  if (chosen === undefined) throw new SchemaBreach(`${path} has none of ${content.parts.map(({ name }) => name).join(', ')}.`);
  checkSequence([chosen], element, path);
}

/** @throws SchemaBreach at the first place where the document is not what the schema says. */
export function checkMessage(schema: MessageSchema, root: XmlElement): void {
  if (root.name !== schema.root.name) throw new SchemaBreach(`The message begins with ${root.name}.`);
  checkContent(schema.root.content, root, root.name);
}

const text = (type: string, pattern: string, lengths: { minLength?: number; maxLength?: number } = {}): TextType => ({
  kind: 'text', type, pattern, attributes: {}, ...lengths,
});
const textUpTo = (maxLength: number): TextType => text(`Max${maxLength}Text`, '[\\s\\S]*', { minLength: 1, maxLength });

const max34Text = textUpTo(34);
export const max35Text = textUpTo(35);
export const max105Text = textUpTo(105);
const max140Text = textUpTo(140);
export const max15NumericText = text('Max15NumericText', '[0-9]{1,15}');
export const code4 = text('ExternalCode4', '[A-Z0-9]{1,4}');
const code5 = text('ExternalCode5', '[A-Z0-9]{1,5}');
export const code3 = text('ExternalCode3', '[A-Z0-9]{1,3}');
const clearingMemberId = max35Text;
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
