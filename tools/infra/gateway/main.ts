import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startGateway } from './server.ts';

const port = z.coerce.number().int().min(1).max(65_535);
const options = z.object({ port, 'engine-port': port });

const { values } = parseArgs({ options: { port: { type: 'string' }, 'engine-port': { type: 'string' } } });
const chosen = options.parse(values);
const gateway = await startGateway({ port: chosen.port, enginePort: chosen['engine-port'] });
console.log(`Listening on 127.0.0.1:${chosen.port}.`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    gateway.close().then(() => process.exit(0), (error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}
