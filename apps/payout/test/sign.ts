import { signatureOf } from '../src/bank-payments/bank-callbacks.controller.js';
import { callbackSecret } from './world.js';

/** Posts a file to the service as the bank would, and returns the status of the answer. */
export async function sendFile(serviceUrl: string, tenantId: string, file: string | Uint8Array<ArrayBuffer>): Promise<number> {
  const time = Math.floor(Date.now() / 1000);
  const bytes = Buffer.from(file);
  const headers = { 'content-type': 'text/plain', 'x-bank-signature': `t=${time},v1=${signatureOf(callbackSecret, time, bytes)}` };
  return (await fetch(`${serviceUrl}/callbacks/bank/${tenantId}`, { method: 'POST', headers, body: file })).status;
}
