import type { RailReport } from '../rail-report.js';
import { UnreadableReport } from '../unreadable-report.js';
import { checkMessage, SchemaBreach, type MessageSchema } from './message-schema.js';
import { pacs004 } from './pacs.004.schema.js';
import { returnReports } from './return.reports.js';
import { pacs002, pain002 } from './status-report.schemas.js';
import { statusReports } from './status.reports.js';
import { readXml } from './xml.reader.js';
import type { XmlElement } from './xml-element.js';

interface ReadableMessage {
  readonly schema: MessageSchema;
  readonly read: (document: XmlElement) => readonly RailReport[];
}

const readable: readonly ReadableMessage[] = [
  { schema: pain002, read: statusReports },
  { schema: pacs002, read: statusReports },
  { schema: pacs004, read: returnReports },
];

/** The reports in a pain.002, pacs.002 or pacs.004, of exactly the versions that are known here. @throws UnreadableReport */
export function readIso20022Reports(file: string): readonly RailReport[] {
  const { namespace, root } = readXml(file);
  const message = readable.find(({ schema }) => schema.namespace === namespace);
  if (message === undefined) throw new UnreadableReport('unknown_format', `The message ${JSON.stringify(namespace.slice(0, 80))} is not one that is read here.`);
  try {
    checkMessage(message.schema, root);
  } catch (error) {
    if (error instanceof SchemaBreach) throw new UnreadableReport('malformed', `The file is not a ${message.schema.message}: ${error.message}`);
    throw error;
  }
  return message.read(root);
}
