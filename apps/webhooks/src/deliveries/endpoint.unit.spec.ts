import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Endpoint, MOST_AT_ONCE } from './endpoint.js';

const start = Date.UTC(2026, 0, 15, 10, 30);
const at = (seconds: number): Date => new Date(start + seconds * 1_000);
const fresh = (id: string, seconds = 0) => ({ id, dueAt: at(seconds), isRetry: false });

function endpointWith(count: number, endpoint = new Endpoint()): Endpoint {
  for (let n = 0; n < count; n += 1) endpoint.add(fresh(`d${n}`));
  return endpoint;
}

/** Lets all that is begun fail until the endpoint pauses. @returns the moment of the last failure */
function dead(endpoint: Endpoint): void {
  for (let isOver = false; !isOver; ) {
    for (const id of endpoint.begin(at(0))) isOver = endpoint.failed(id, at(5), at(0));
  }
}

describe('an endpoint that answers', () => {
  it('gets four at a time, oldest first, and the next when one has ended', () => {
    const endpoint = endpointWith(6);
    expect(endpoint.begin(at(0))).toEqual(['d0', 'd1', 'd2', 'd3']);
    expect(endpoint.begin(at(0))).toEqual([]);
    expect(endpoint.nextAt()).toBeNull();
    endpoint.answered('d1');
    expect(endpoint.begin(at(0))).toEqual(['d4']);
  });

  it('gets nothing before it is due', () => {
    const endpoint = new Endpoint();
    endpoint.add(fresh('late', 30));
    expect([endpoint.begin(at(29)), endpoint.nextAt()]).toEqual([[], at(30)]);
    expect(endpoint.begin(at(30))).toEqual(['late']);
  });

  it('gets nothing twice at the same time, and of what it has forgotten nothing', () => {
    const endpoint = endpointWith(1);
    endpoint.begin(at(0));
    endpoint.add(fresh('d0'), true);
    endpoint.add(fresh('gone'));
    endpoint.forget((id) => id === 'gone');
    expect(endpoint.begin(at(0))).toEqual([]);
  });
});

describe('deliveries that fail again and again at an endpoint that answers others', () => {
  it('leave one of four for what was never tried', () => {
    const endpoint = endpointWith(6);
    for (let n = 0; n < 6; n += 1) endpoint.add({ id: `again${n}`, dueAt: at(-60), isRetry: true });
    expect(endpoint.begin(at(0))).toEqual(['again0', 'again1', 'again2', 'd0']);
    endpoint.answered('d0');
    expect(endpoint.begin(at(0))).toEqual(['d1']);
  });

  it('are tried again within their pause, though newer ones wait too', () => {
    const endpoint = endpointWith(4);
    for (const id of endpoint.begin(at(0))) endpoint.failed(id, at(5), at(0));
    for (let n = 0; n < 50; n += 1) endpoint.add(fresh(`new${n}`, 1));
    const begun = endpoint.begin(at(5));
    expect(begun.filter((id) => id.startsWith('d'))).toHaveLength(3);
  });
});

describe('an endpoint with nothing but failures', () => {
  it('pauses as a whole, longer each time, and is tried with one round of four', () => {
    const endpoint = endpointWith(20);
    dead(endpoint);
    expect([endpoint.begin(at(4)), endpoint.nextAt()]).toEqual([[], at(5)]);
    const round = endpoint.begin(at(5));
    expect(round).toHaveLength(MOST_AT_ONCE);
    const isOver = round.map((id) => endpoint.failed(id, at(35), at(5)));
    expect(isOver).toEqual([false, false, false, true]);
    expect([endpoint.begin(at(34)), endpoint.nextAt()]).toEqual([[], at(35)]);
    expect(endpoint.pause).toEqual({ failedRounds: 2, pausedUntil: at(35) });
  });

  it('begins nothing new while a round is not over', () => {
    const endpoint = endpointWith(20);
    dead(endpoint);
    const [first] = endpoint.begin(at(5));
    endpoint.failed(first ?? '', at(35), at(5));
    expect([endpoint.begin(at(60)), endpoint.nextAt()]).toEqual([[], null]);
  });

  it('gets everything again after one success', () => {
    const endpoint = endpointWith(20);
    dead(endpoint);
    const [first, ...others] = endpoint.begin(at(5));
    endpoint.answered(first ?? '');
    expect(endpoint.begin(at(5))).toHaveLength(MOST_AT_ONCE - others.length);
    expect(endpoint.pause).toEqual({ failedRounds: 0, pausedUntil: null });
  });

  it('is left as it was to its next holder', () => {
    const endpoint = endpointWith(20);
    dead(endpoint);
    const next = endpointWith(20, new Endpoint(endpoint.pause));
    expect([next.begin(at(4)), next.begin(at(5)).length]).toEqual([[], MOST_AT_ONCE]);
  });

  it('is tried at once with what is urgent, and with nothing else', () => {
    const endpoint = endpointWith(20);
    dead(endpoint);
    endpoint.add({ id: 'urgent', dueAt: at(1), isRetry: true }, true);
    expect([endpoint.nextAt(), endpoint.begin(at(1))]).toEqual([at(1), ['urgent']]);
  });
});

describe('any endpoint, whatever its tries lead to', () => {
  const steps = fc.array(fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), urgent: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(3), succeeds: fc.boolean(), forGood: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 600 }) }) },
  ), { maxLength: 150 });

  it('never has more than four in flight, loses none and starves none', () => {
    fc.assert(fc.property(steps, (sequence) => {
      const endpoint = new Endpoint();
      const flying: string[] = [];
      const open = new Set<string>();
      const tried = new Set<string>();
      let now = 0;
      let made = 0;
      const begin = (): void => {
        for (const id of endpoint.begin(at(now))) {
          expect(flying).not.toContain(id);
          expect(open.has(id)).toBe(true);
          tried.add(id);
          flying.push(id);
        }
        expect(flying.length).toBeLessThanOrEqual(MOST_AT_ONCE);
        expect(endpoint.inFlightCount).toBe(flying.length);
      };
      const end = (which: number, succeeds: boolean, forGood: boolean): void => {
        const [id] = flying.splice(which % flying.length, 1);
        if (id === undefined) return;
        if (succeeds || forGood) open.delete(id);
        if (succeeds) endpoint.answered(id);
        else endpoint.failed(id, forGood ? null : at(now + 5), at(now));
      };
      for (const step of sequence) {
        if (step.kind === 'add') {
          const id = `d${(made += 1)}`;
          open.add(id);
          endpoint.add(fresh(id, now), step.urgent);
        } else if (step.kind === 'pass') {
          now += step.seconds;
        } else if (flying.length > 0) {
          end(step.which, step.succeeds, step.forGood);
        }
        begin();
        expect(new Set(endpoint.ids)).toEqual(open);
      }
      // From here on everything fails that was tried before, and the rest is reached all the same.
      for (let round = 0; tried.size < made; round += 1) {
        expect(round).toBeLessThan(20 * (made + 10));
        if (flying.length > 0) end(0, false, false);
        else now = Math.max(now, ((endpoint.nextAt()?.getTime() ?? start) - start) / 1_000);
        begin();
      }
      expect(new Set(endpoint.ids)).toEqual(open);
    }), { numRuns: 300 });
  });
});
