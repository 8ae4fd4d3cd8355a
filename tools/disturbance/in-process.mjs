/**
 * Loaded before an app of a stack that is to be disturbed (`node --import`), and part of no image: kills the process at the point that
 * it is told, lists the points that it has passed, sets its clock wrong, and has its messages come repeated and in disorder. Plain
 * JavaScript, so that an app starts no slower with it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setDisorder } from './disorder.mjs';

const { DISTURBANCE_FOLDER: folder, OTEL_SERVICE_NAME: name } = process.env;

/** What is handed to a socket leaves the process in a later turn: dead at once, it would not have been sent. */
const LEAVES_WITHIN_MS = 3;
const handedOver = new Set(['publish', 'send', 'acknowledge']);

const RealDate = Date;
let armed = null;
/** Each as a line `withdrawal point`, so that it is kept once. */
let passed = new Set();
let aheadMs = 0;

/** The note is written before, for nothing can be after. */
function die(point) {
  appendFileSync(join(folder, 'deaths'), `${point}\n`);
  process.kill(process.pid, 'SIGKILL');
}

subscribe('sluice:kill-points', ({ kind, subject, side, withdrawalId = '' }) => {
  const point = `${name}:${kind}:${subject}:${side}`;
  passed.add(`${withdrawalId} ${point}`);
  if (point !== armed) return;
  armed = null;
  if (side === 'after' && handedOver.has(kind)) setTimeout(die, LEAVES_WITHIN_MS, point);
  else die(point);
});

/** The wall clock alone: what measures how long something takes goes on as before, as when a machine's clock is set. */
function setClock(ms) {
  aheadMs = ms;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [RealDate.now() + aheadMs] : args, newTarget),
    apply: () => new RealDate(RealDate.now() + aheadMs).toString(),
    get: (target, key) => (key === 'now' ? () => RealDate.now() + aheadMs : Reflect.get(target, key)),
  });
}

/** `{ arm?: point or null, clockAheadMs?: number, disorder?: seed or null }` is answered with the points passed since the last time. */
const server = createServer(async (request, response) => {
  const told = await json(request);
  if (told.arm !== undefined) armed = told.arm;
  if (told.clockAheadMs !== undefined) setClock(told.clockAheadMs);
  if (told.disorder !== undefined) setDisorder(told.disorder);
  const since = [...passed].map((line) => line.split(/ (.*)/s, 2));
  passed = new Set();
  response.end(JSON.stringify(since.map(([withdrawalId, point]) => ({ point, withdrawalId: withdrawalId || null }))));
}).listen(0, '127.0.0.1', () => writeFileSync(join(folder, `${name}.port`), String(server.address().port)));
server.unref();
