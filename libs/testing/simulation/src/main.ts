/** A process that simulates: `node main.ts '<orders as JSON>'`. It is a process of its own because its clock and its chance are not real. */
import { install } from './time/globals.js';
import type { Order } from './order.js';

install();
const { Simulation } = await import('./simulation.js');
// What the services load when they first need it takes as long as the machine likes: it is loaded before the worlds that count.
await new Simulation(() => undefined).carryOut({ do: 'seeds', first: 3, count: 3, step: 1 });
const orders = JSON.parse(process.argv[2] ?? '[]') as Order[];
const simulation = new Simulation((line) => void process.stdout.write(`${JSON.stringify(line)}\n`));
for (const order of orders) await simulation.carryOut(order);
process.exit(0);
