import { http, type HttpTransport, type HttpTransportConfig } from 'viem';

/** The node took `latest` for a block whose state it had no longer when it came to read it: another block had arrived. */
const HEAD_HAS_MOVED = /BlockOutOfRange|header not found|missing trie node|unknown block/i;

const MOST_TRIES = 5;

/** About the newest block a node that makes one every few milliseconds may be too late many times in a row. */
const MOST_TRIES_AT_THE_HEAD = 50;

const isAboutTheHead = ({ params }: { readonly params?: unknown }): boolean => Array.isArray(params) && params.includes('latest');

/** JSON-RPC over HTTP to a node that keeps no history: a question that the next block has overtaken is asked again. */
export function chainTransport(url: string, config: HttpTransportConfig = {}): HttpTransport {
  const connect = http(url, config);
  return (options) => {
    const transport = connect(options);
    const ask = transport.request as (question: { readonly params?: unknown }, ...more: readonly unknown[]) => Promise<unknown>;
    const request: typeof ask = async (question, ...more) => {
      const mostTries = isAboutTheHead(question) ? MOST_TRIES_AT_THE_HEAD : MOST_TRIES;
      for (let tries = 1; ; tries += 1) {
        try {
          return await ask(question, ...more);
        } catch (error) {
          if (tries === mostTries || !HEAD_HAS_MOVED.test(String(error))) throw error;
        }
      }
    };
    return { ...transport, request: request as typeof transport.request };
  };
}
