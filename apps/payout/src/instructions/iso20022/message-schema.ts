import type { XmlElement } from './xml-element.js';

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
