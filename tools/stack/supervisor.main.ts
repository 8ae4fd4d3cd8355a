import { z } from 'zod';
import { placeOf } from './place.ts';
import { supervise } from './supervisor.ts';

const stopped = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopped.abort());
const say = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);
await supervise(placeOf(z.literal('stack').parse(process.argv[2])), say, stopped.signal);
