import { http, type HttpTransport, type HttpTransportConfig } from 'viem';

/** The node took `latest` for a block whose state it had no longer when it came to read it: another block had arrived. */
const HEAD_HAS_MOVED = /BlockOutOfRange|header not found|missing trie node|unknown block/i;

/** A node that makes a block every few milliseconds may overtake many in a row. */
const MOST_TRIES = 50;

/** JSON-RPC over HTTP to a node that keeps no history: a question that the next block has overtaken is asked again. */
export function chainTransport(url: string, config: HttpTransportConfig = {}): HttpTransport {
  const connect = http(url, config);
  return (options) => {
    const transport = connect(options);
    const ask = transport.request as (...question: readonly unknown[]) => Promise<unknown>;
    const request = async (...question: readonly unknown[]): Promise<unknown> => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await ask(...question);
        } catch (error) {
          if (tries === MOST_TRIES || !HEAD_HAS_MOVED.test(String(error))) throw error;
        }
      }
    };
    return { ...transport, request: request as typeof transport.request };
  };
}
