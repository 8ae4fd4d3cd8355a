import { validateXML } from 'xmllint-wasm';
import type { MessageSchema } from '../../src/bank-payments/rails/iso20022/message-schema.js';
import { xsdOf } from './xsd-of.js';

/** What libxml2 has against the files; one empty list for each that it accepts. */
export async function libxmlErrors(schema: MessageSchema, files: readonly string[]): Promise<string[][]> {
  const xml = files.map((contents, at) => ({ fileName: `${at}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [{ fileName: 'message.xsd', contents: xsdOf(schema) }] });
  return xml.map(({ fileName }) => errors.filter(({ rawMessage }) => rawMessage.startsWith(`${fileName}:`)).map(({ message }) => message));
}
