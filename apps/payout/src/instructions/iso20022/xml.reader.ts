import { SaxesParser, type SaxesTagNS } from 'saxes';
import { UnreadableReport } from '../unreadable-report.js';
import type { XmlElement } from './xml-element.js';

/** No message that is known here goes deeper than ten. */
const MAX_DEPTH = 16;
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const DECLARED_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

export interface XmlDocument {
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
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') throw malformed('The file says that it is not in UTF-8.');
  });
  parser.on('opentag', (tag) => builder.opened(tag));
  parser.on('text', (said) => builder.said(said));
  parser.on('closetag', () => builder.closed());
  parser.write(text).close();
  return builder.finished();
}
