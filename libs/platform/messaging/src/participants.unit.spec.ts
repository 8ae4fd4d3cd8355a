import { describe, expect, it } from '@jest/globals';
import { ServiceAway } from './failures.js';
import { Participants } from './participants.js';

const never = (): Promise<never> => new Promise(() => undefined);
const answer = (): Promise<string> => Promise.resolve('answered');

/** Requests that go out and are not answered; they are left to wait. */
const wait = (participant: ReturnType<Participants['of']>, count: number, at: number, kind = 'ask'): void => {
  for (let sent = 0; sent < count; sent += 1) participant.during(kind, `tenant-${sent % 2}`, never, at).catch(() => undefined);
};

describe('a service that requests are made to', () => {
  it('is asked no more than so much at once, and others as before', async () => {
    const participants = new Participants();
    wait(participants.of('payout'), 100, 0);
    await expect(participants.of('payout').during('ask', 'acme', answer, 0)).rejects.toThrow(ServiceAway);
    await expect(participants.of('ledger').during('ask', 'acme', answer, 0)).resolves.toBe('answered');
  });

  it('is asked for others while one tenant has its share of what may wait', async () => {
    const intake = new Participants().of('intake');
    for (let sent = 0; sent < 75; sent += 1) intake.during('ask', 'acme', never, 0).catch(() => undefined);
    await expect(intake.during('ask', 'acme', answer, 0)).rejects.toThrow(ServiceAway);
    await expect(intake.during('ask', 'globex', answer, 0)).resolves.toBe('answered');
  });

  it('is asked something else while one kind of request waits for whatever it waits for', async () => {
    const intake = new Participants().of('intake');
    wait(intake, 100, 0, 'intake.create-withdrawal');
    await expect(intake.during('intake.create-withdrawal', 'acme', answer, 0)).rejects.toThrow('Too many requests intake.create-withdrawal are waiting already');
    await expect(intake.during('intake.get-withdrawal', 'acme', answer, 0)).resolves.toBe('answered');
  });

  it('is away when it has replied to nobody for seconds, which is found out again by one request at a time', async () => {
    const payout = new Participants().of('payout');
    wait(payout, 5, 0);
    await expect(payout.during('ask', 'acme', answer, 2_999)).resolves.toBe('answered');
    await expect(payout.during('ask', 'acme', answer, 3_000)).resolves.toBe('answered');
    await expect(payout.during('ask', 'acme', answer, 3_500)).rejects.toThrow('payout has not replied to anybody for 3500 ms');
    await expect(payout.during('ask', 'acme', answer, 4_000)).resolves.toBe('answered');
  });

  it('is there again with its first reply', async () => {
    const payout = new Participants().of('payout');
    wait(payout, 5, 0);
    wait(payout, 1, 3_000);
    payout.replied(3_400);
    await expect(payout.during('ask', 'acme', answer, 3_500)).resolves.toBe('answered');
  });

  it('is not away because a few requests take long', async () => {
    const payout = new Participants().of('payout');
    wait(payout, 4, 0);
    await expect(payout.during('ask', 'acme', answer, 60_000)).resolves.toBe('answered');
    await expect(payout.during('ask', 'acme', answer, 60_001)).resolves.toBe('answered');
  });

  it('has its share back when its requests end, also by failing', async () => {
    const payout = new Participants().of('payout');
    const failed = Array.from({ length: 75 }, () => payout.during('ask', 'acme', () => Promise.reject(new Error('no')), 0));
    await Promise.allSettled(failed);
    await expect(payout.during('ask', 'acme', answer, 0)).resolves.toBe('answered');
  });
});
