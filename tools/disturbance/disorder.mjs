/**
 * Gives an app its messages one to five times each, shuffled among up to fifty, for as long as it is told to. A copy is handled as any
 * message is; the broker is answered when the last of them has ended, and gets the message back when one of them was given back.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const { Channel } = require(join(dirname(require.resolve('amqplib')), 'lib/channel_model.js'));

const MOST_COPIES = 5;
const SHUFFLED_AMONG = 50;
/** Fewer are shuffled when no more come for so long. */
const QUIET_MS = 25;

let random = null;

/** mulberry32: the same numbers for the same seed. */
function numbersOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Null: as they come, once each. */
export const setDisorder = (seed) => (random = seed === null ? null : numbersOf(seed));

/** What is known of each copy's original, shared by all copies of it. */
const originals = new WeakMap();

function copiesOf(message) {
  const original = { message, left: 1 + Math.floor(random() * MOST_COPIES), isGivenBack: false };
  return Array.from({ length: original.left }, () => {
    const copy = { ...message };
    originals.set(copy, original);
    return copy;
  });
}

function shuffled(messages) {
  const ranked = messages.map((message) => [random(), message]);
  return ranked.sort(([one], [other]) => one - other).map(([, message]) => message);
}

function disordering(deliver) {
  let held = [];
  let timer = null;
  const flush = () => {
    clearTimeout(timer);
    const messages = random === null ? held : shuffled(held.flatMap(copiesOf));
    held = [];
    for (const message of messages) deliver(message);
  };
  return (message) => {
    if (message === null || (random === null && held.length === 0)) return deliver(message);
    held.push(message);
    clearTimeout(timer);
    if (held.length >= SHUFFLED_AMONG) flush();
    else timer = setTimeout(flush, QUIET_MS);
  };
}

const { consume, ack, nack, reject } = Channel.prototype;

/** Whether the last copy of a message has ended; a message that has no copies is its only one. */
function hasEnded(copy, isGivenBack) {
  const original = originals.get(copy);
  if (original === undefined) return { message: copy, isGivenBack };
  original.isGivenBack ||= isGivenBack;
  original.left -= 1;
  return original.left === 0 ? original : null;
}

Channel.prototype.consume = function consumeDisordered(queue, deliver, options) {
  return consume.call(this, queue, options?.noAck === true ? deliver : disordering(deliver), options);
};
Channel.prototype.ack = function ackLast(copy) {
  const ended = hasEnded(copy, false);
  if (ended !== null) (ended.isGivenBack ? reject : ack).call(this, ended.message, ended.isGivenBack);
};
Channel.prototype.reject = function rejectLast(copy) {
  const ended = hasEnded(copy, true);
  if (ended !== null) reject.call(this, ended.message, true);
};
Channel.prototype.nack = function nackLast(copy, allUpTo, requeue) {
  const ended = hasEnded(copy, true);
  if (ended !== null) nack.call(this, ended.message, allUpTo, requeue);
};
