import { SaxesParser, type SaxesTagNS } from 'saxes';
import { UnreadableReport } from '../rail-report.js';

/** An element of a message: in one namespace with the whole message, with either children or text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type Child = XmlElement | undefined;

/** An element with children; those that are undefined are left out, which keeps optional elements in their place. */
export const group = (name: string, ...children: readonly Child[]): XmlElement => ({
  name, attributes: {}, text: '', children: children.filter((child) => child !== undefined),
});

export const leaf = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): XmlElement => ({ name, attributes, text, children: [] });

export const childrenOf = (parent: XmlElement, name: string): readonly XmlElement[] => parent.children.filter((child) => child.name === name);

/** The first element on a path of names such as `GrpHdr/MsgId`. */
export function elementAt(parent: XmlElement, path: string): XmlElement | undefined {
  return path.split('/').reduce<Child>((element, name) => element?.children.find((child) => child.name === name), parent);
}

export const textAt = (parent: XmlElement, path: string): string | undefined => elementAt(parent, path)?.text;

/** What XML 1.0 can carry at all; the rest cannot even be escaped. */
const CARRIED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

/** Line breaks and tabs too, which a reader would otherwise be free to change. */
function escaped(text: string): string {
  if (!CARRIED.test(text)) throw new RangeError('The text has a character that XML cannot carry.');
  return text.replace(/[&<>"'\t\n\r]|[^ -~]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function written({ name, attributes, children, text }: XmlElement): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ');
  return `<${start}>${escaped(text)}${children.map(written).join('')}</${name}>`;
}

/** The document in ASCII, without spaces between elements, so that the same message is always the same bytes. */
export const writeXml = (root: XmlElement, namespace: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written({ ...root, attributes: { xmlns: namespace, ...root.attributes } })}\n`;

/** No message that is known here goes deeper than ten. */
const MAX_DEPTH = 16;
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const DECLARED_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

interface XmlDocument {
  readonly namespace: string;
  readonly root: XmlElement;
}

interface Opened {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const unsafe = (sentence: string): UnreadableReport => new UnreadableReport('unsafe', sentence);
const malformed = (sentence: string): UnreadableReport => new UnreadableReport('malformed', sentence);

/**
 * Declarations of namespaces and the schema's place say nothing of the payment; any other attribute must have no namespace.
 * The parser trims a namespace's name, by which another namespace would pass for the message's.
 */
function attributesOf(tag: SaxesTagNS): Record<string, string> {
  const all = Object.values(tag.attributes);
  if (all.some(({ uri, value }) => uri === DECLARED_NAMESPACE && value !== value.trim())) throw malformed(`The element ${tag.local} has spaces in a namespace.`);
  const said = all.filter(({ uri }) => uri !== DECLARED_NAMESPACE && uri !== SCHEMA_INSTANCE);
  if (said.some(({ uri }) => uri !== '')) throw malformed(`The element ${tag.local} has an attribute of another namespace.`);
  return Object.fromEntries(said.map(({ local, value }) => [local, value]));
}

/** Builds the tree from the parser's events; only elements, attributes and text are let through. */
class TreeBuilder {
  private readonly open: Opened[] = [];
  private document: XmlDocument | undefined;
  private namespace: string | undefined;

  opened(tag: SaxesTagNS): void {
    this.namespace ??= tag.uri;
    if (tag.uri !== this.namespace) throw malformed(`The element ${tag.local} is of another namespace than the message.`);
    if (this.open.length >= MAX_DEPTH) throw unsafe(`The elements go deeper than ${MAX_DEPTH}.`);
    this.open.push({ name: tag.local, attributes: attributesOf(tag), children: [], text: '' });
  }

  said(text: string): void {
    const current = this.open.at(-1);
    if (current !== undefined) current.text += text;
  }

  closed(): void {
    const element = this.open.pop();
    if (element === undefined) return;
    const parent = this.open.at(-1);
    if (parent === undefined) this.document = { namespace: this.namespace ?? '', root: element };
    else parent.children.push(element);
  }

  finished(): XmlDocument {
    if (this.document === undefined) throw malformed('There is no element.');
    return this.document;
  }
}

/**
 * Reads a well-formed document. Document types, entities of one's own, processing instructions, comments and CDATA
 * are refused, since no bank needs them and each has carried attacks.
 * @throws UnreadableReport
 */
export function readXml(text: string): XmlDocument {
  const builder = new TreeBuilder();
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const refuse = (what: string) => () => {
    throw unsafe(`The file contains ${what}.`);
  };
  parser.on('error', (error) => {
    throw malformed(`The file is not well-formed XML: ${error.message}.`);
  });
  parser.on('doctype', refuse('a document type'));
  parser.on('processinginstruction', refuse('a processing instruction'));
  parser.on('comment', refuse('a comment'));
  parser.on('cdata', refuse('a CDATA section'));
  parser.on('xmldecl', ({ version, encoding }) => {
    // Other readers take another number for another XML, or for damage, even where it says the same, as 1.00 does.
    if (version !== '1.0') throw malformed('The file says that it is not XML 1.0.');
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') throw malformed('The file says that it is not in UTF-8.');
  });
  parser.on('opentag', (tag) => builder.opened(tag));
  parser.on('text', (said) => builder.said(said));
  parser.on('closetag', () => builder.closed());
  parser.write(text).close();
  return builder.finished();
}
