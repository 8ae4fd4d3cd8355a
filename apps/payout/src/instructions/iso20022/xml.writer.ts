import type { XmlElement } from './xml-element.js';

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
