/** A process that simulates: `node main.ts '<orders as JSON>'`. It is a process of its own because its clock and its chance are not real. */
import { install } from './time/globals.js';
import type { Order } from './order.js';

install();
const { Simulation } = await import('./simulation.js');
const orders = JSON.parse(process.argv[2] ?? '[]') as Order[];
const simulation = new Simulation((line) => void process.stdout.write(`${JSON.stringify(line)}\n`));
for (const order of orders) await simulation.carryOut(order);
process.exit(0);
