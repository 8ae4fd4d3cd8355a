import { createServer } from 'node:http';
import { z } from 'zod';
import { Balancer } from './balancer.ts';

const port = z.coerce.number().int();
const { PORT, ROUTES } = z.object({ PORT: port, ROUTES: z.string() }).parse(process.env);
const routes = z.array(z.object({ port, targets: z.array(z.object({ port, health: port })) })).parse(JSON.parse(ROUTES));

await Promise.all(routes.map((route) => new Balancer(route).listen()));
// It is asked for its health as every process of a stack is.
createServer((_, response) => response.end('{"status":"ok"}')).listen(PORT, '127.0.0.1');
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => process.exit(0));
