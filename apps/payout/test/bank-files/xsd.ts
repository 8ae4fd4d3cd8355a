import { validateXML } from 'xmllint-wasm';
import type { Content, MessageSchema, Particle, TextType } from '../../src/bank-payments/rails/iso20022/message-schema.js';
import { group, leaf, writeXml, type XmlElement } from '../../src/bank-payments/rails/iso20022/xml.js';

const element = (name: string, attributes: Record<string, string>, ...children: readonly XmlElement[]): XmlElement => ({ ...group(name, ...children), attributes });

function simpleType(name: string | undefined, { pattern, minLength, maxLength }: TextType): XmlElement {
  const facets = [
    ...(minLength === undefined ? [] : [leaf('minLength', '', { value: String(minLength) })]),
    ...(maxLength === undefined ? [] : [leaf('maxLength', '', { value: String(maxLength) })]),
    leaf('pattern', '', { value: pattern }),
  ];
  return element('simpleType', name === undefined ? {} : { name }, element('restriction', { base: 'string' }, ...facets));
}

/** Types that an extension has to refer to by name. */
class NamedTypes {
  readonly all: XmlElement[] = [];

  name(type: TextType): string {
    const name = `T${this.all.length}`;
    this.all.push(simpleType(name, type));
    return `m:${name}`;
  }
}

function typeOf(content: Content, named: NamedTypes): XmlElement {
  if (content.kind !== 'text') {
    return element('complexType', {}, element(content.kind, {}, ...content.parts.map((part) => elementOf(part, named))));
  }
  const attributes = Object.entries(content.attributes);
  if (attributes.length === 0) return simpleType(undefined, content);
  const declared = attributes.map(([name, type]) => leaf('attribute', '', { name, type: named.name(type), use: 'required' }));
  return element('complexType', {}, element('simpleContent', {}, element('extension', { base: named.name(content) }, ...declared)));
}

function elementOf({ name, content, required, many }: Particle, named: NamedTypes): XmlElement {
  return element('element', { name, minOccurs: required ? '1' : '0', maxOccurs: many ? 'unbounded' : '1' }, typeOf(content, named));
}

/** The same schema in the language of XSD, so that an independent validator can check files against it. */
export function xsdOf({ namespace, root }: MessageSchema): string {
  const named = new NamedTypes();
  const document = element('element', { name: root.name }, typeOf(root.content, named));
  const schema = { targetNamespace: namespace, 'xmlns:m': namespace, elementFormDefault: 'qualified' };
  return writeXml(element('schema', schema, document, ...named.all), 'http://www.w3.org/2001/XMLSchema');
}

/** What libxml2 has against the files; one empty list for each that it accepts. */
export async function libxmlErrors(schema: MessageSchema, files: readonly string[]): Promise<string[][]> {
  const xml = files.map((contents, at) => ({ fileName: `${at}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [{ fileName: 'message.xsd', contents: xsdOf(schema) }] });
  return xml.map(({ fileName }) => errors.filter(({ rawMessage }) => rawMessage.startsWith(`${fileName}:`)).map(({ message }) => message));
}
