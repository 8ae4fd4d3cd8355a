import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../../../test/bank-files/instruction.builder.js';
import { group, leaf, readXml, writeXml, type XmlElement } from './xml.js';

const carried = fc.string({ unit: anyCharacter }).map((text) => text.toWellFormed().replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, ''));
const named = fc.constantFrom('A', 'B', 'MsgId', '__proto__', 'constructor');
const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(named, carried, carried).map(([name, text, value]) => leaf(name, text, { Ccy: value })),
    fc.tuple(named, fc.array(tie('tree'), { maxLength: 3 })).map(([name, children]) => group(name, ...children)),
  ),
}));

describe('an XML document', () => {
  it('is read as it was written, whatever text it carries', () => {
    fc.assert(fc.property(tree, (root) => {
      fc.pre(depthOf(root) <= 16);
      expect(readXml(writeXml(root, 'urn:x'))).toEqual({ namespace: 'urn:x', root });
    }));
  });

  it('cannot be made to carry what XML has no way to write', () => {
    for (const text of ['\0', '\u0008', '\ud83d', '\uffff']) expect(() => writeXml(leaf('A', text), 'urn:x')).toThrow(RangeError);
  });

  it('may name its namespace by a prefix, and where its schema is', () => {
    const root = readXml('<d:A xmlns:d="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x a.xsd"><d:B>1</d:B></d:A>');
    expect(root).toEqual({ namespace: 'urn:x', root: group('A', leaf('B', '1')) });
  });

  it.each(['', ' ', '<A>', '<A></B>', '<A/><B/>', 'A', '<A>&nbsp;</A>', '<A>&#0;</A>', '<A a="1" a="2"/>', '<A b=1/>', '<x:A/>', '<A>]]></A>', '<A xml:lang="en"/>', '<A xmlns=" urn:x"/>', ...['1.00', '1.1', '1.', '2.0', ''].map((version) => `<?xml version="${version}"?><A/>`)])(
    '%j is refused',
    (text) => {
      expect(() => readXml(text)).toThrow(expect.objectContaining({ name: 'UnreadableReport', reason: 'malformed' }));
    },
  );
});

function depthOf({ children }: XmlElement): number {
  return 1 + Math.max(0, ...children.map(depthOf));
}
