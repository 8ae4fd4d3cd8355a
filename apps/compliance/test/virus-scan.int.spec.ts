import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClamdVirusScan, EicarVirusScan, type VirusScan } from '../src/documents/virus-scan.js';
import { ClamdServer } from './clamd-server.js';
import { eicar, pdf, pdfOfSize } from './sample-documents.js';

const server = new ClamdServer();
const scans: Record<string, VirusScan> = { 'the sandbox': new EicarVirusScan() };
let port: number;
beforeAll(async () => {
  port = await server.start();
  scans['clamd'] = new ClamdVirusScan({ host: '127.0.0.1', port, timeoutMs: 30_000 });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.answer = undefined;
  server.isSilent = false;
});

describe.each(['the sandbox', 'clamd'])('the scanner of %s', (name) => {
  it('finds nothing in a clean document', async () => {
    expect(await scans[name]!.virusIn(pdf)).toBeNull();
  });

  it.each([0, 1, 65_533, 131_072, 9_999_999])('finds the test virus %d bytes into a document', async (before) => {
    expect(await scans[name]!.virusIn(Buffer.concat([Buffer.alloc(before, 'a'), eicar]))).toMatch(/eicar/i);
  });

  it('finds nothing in a virus that is not whole', async () => {
    expect(await scans[name]!.virusIn(eicar.subarray(1))).toBeNull();
  });
});

describe('clamd', () => {
  const scanned = () => scans['clamd']!.virusIn(pdf);

  it('is given every byte', async () => {
    await scans['clamd']!.virusIn(pdfOfSize(10 * 2 ** 20));
    expect(server.received).toBe(10 * 2 ** 20);
  });

  it.each([
    ['an error', 'INSTREAM size limit exceeded. ERROR\0', 'no verdict'],
    ['another error', 'stream: Cannot allocate memory ERROR\0', 'no verdict'],
    ['an empty line', '\0', 'no verdict'],
    ['a verdict that is cut off', 'stream: OK', 'hung up'],
    ['a verdict on something else', 'file: OK\0', 'no verdict'],
    ['no end', 'x'.repeat(5_000), 'more than an answer'],
    ['nothing', null, 'hung up'],
  ])('that answers with %s has cleared nothing', async (_, answer, message) => {
    server.answer = answer;
    await expect(scanned()).rejects.toThrow(message);
  });

  it('that does not answer has cleared nothing', async () => {
    server.isSilent = true;
    await expect(new ClamdVirusScan({ host: '127.0.0.1', port, timeoutMs: 100 }).virusIn(pdf)).rejects.toThrow('did not answer within 100 ms');
  });

  it('that is not there has cleared nothing', async () => {
    await expect(new ClamdVirusScan({ host: '127.0.0.1', port: 9 }).virusIn(pdf)).rejects.toThrow('ECONNREFUSED');
  });
});
