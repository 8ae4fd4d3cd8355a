import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { cancelScreening, caseClosed, cleared, closeCase, nameListed, referred, refused, screen, screeningCancelled, watchName } from '@sluice/contract-compliance';
import { getWalletWithdrawal, retryPayoutLeg, stopWalletWithdrawal, withdrawFromWallet, type WalletWithdrawalView } from '@sluice/contract-intake';
import type { BodyOf, MessageContract } from '@sluice/contract-kit';
import { holdPlaced, holdRefused, holdVoided, placeHold, voidHold } from '@sluice/contract-ledger';
import { groupReleased, groupSourced, liquidityReserved, releaseGroup, releaseReservation, reservationReleased, reserveLiquidity, reserveRefused, sourceGroup } from '@sluice/contract-liquidity';
import { deliverLeg, nameGiven, recallPayoutLeg } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import type { z } from 'zod';
import { IntakeModule } from '../src/intake.module.js';

let intake: TestService;

beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake' });
});

afterAll(async () => {
  await intake.stop();
});

const acme = { tenantId: 'acme' };
const amount = { currency: 'USDC' as const, units: '5000000' };

/** Takes the next command of this kind for the withdrawal, and gives it this answer. */
async function answering<C extends MessageContract, A extends MessageContract>(command: C, answer: A, body: (sent: BodyOf<C>) => z.input<A['body']>, withdrawalId: string): Promise<void> {
  let sent = await intake.next(command);
  while (sent.withdrawalId !== withdrawalId) sent = await intake.next(command);
  await intake.publish(answer, body(sent.body as BodyOf<C>), { withdrawalId });
}

/** A withdrawal whose liquidity is reserved, and which is being screened. */
async function reserved(label?: string): Promise<WalletWithdrawalView> {
  const id = newId();
  const order = { id, dialect: 'braid' as const, requestId: newId(), walletId: newId(), amount, chain: 'base' as const, toAddress: `0x${'1'.repeat(40)}` };
  const asking = intake.requests.request(withdrawFromWallet, order, acme);
  const source = { id: newId(), key: 'cash_usdc:cctp' as const, chain: 'base' as const, amount };
  await answering(reserveLiquidity, liquidityReserved, ({ reservationId, walletId }) => ({ reservationId, walletId, approvalPolicy: 'none' as const, label, groups: [{ key: source.key, amount, sources: [source] }] }), id);
  return (await asking).withdrawal;
}

/** A withdrawal whose only leg has failed before anything was sent. */
async function failed(): Promise<WalletWithdrawalView> {
  const { id, walletId } = await reserved();
  await answering(screen, cleared, ({ stage }) => ({ stage, ruleVersion: '1' }), id);
  await answering(placeHold, holdRefused, ({ holdId, accountId }) => ({ holdId, accountId, reason: 'insufficient_funds' as const }), id);
  await answering(releaseGroup, groupReleased, ({ group: _, ...body }) => body, id);
  for (;;) {
    const view = await intake.requests.request(getWalletWithdrawal, { id, walletId }, acme);
    if (view.phase === 'failed') return view;
  }
}

describe('a request whose liquidity is refused', () => {
  const order = () => ({ id: newId(), dialect: 'braid' as const, requestId: newId(), walletId: newId(), amount, chain: 'base' as const, toAddress: `0x${'1'.repeat(40)}` });
  const ask = (body: ReturnType<typeof order>, id = newId()) => intake.requests.request(withdrawFromWallet, body, { ...acme, id });

  /** Takes the next reservation commanded in the wallet, and answers it; gives the withdrawal that command. */
  async function reservation(walletId: string, reason?: 'insufficient_funds'): Promise<string> {
    let command = await intake.next(reserveLiquidity);
    while (command.body.walletId !== walletId) command = await intake.next(reserveLiquidity);
    const { withdrawalId = '', body: { reservationId } } = command;
    const source = { id: newId(), key: 'cash_usdc:cctp' as const, chain: 'base' as const, amount };
    if (reason) await intake.publish(reserveRefused, { reservationId, walletId, reason }, { withdrawalId });
    else await intake.publish(liquidityReserved, { reservationId, walletId, approvalPolicy: 'none' as const, groups: [{ key: source.key, amount, sources: [source] }] }, { withdrawalId });
    return withdrawalId;
  }

  it('leaves its id free: the same request again is decided anew, as often as it takes, and then replayed', async () => {
    const body = order();
    const ids = new Set<string>();
    for (let refusals = 0; refusals < 4; refusals += 1) {
      const asking = ask(body);
      const refusing = reservation(body.walletId, 'insufficient_funds');
      await expect(asking).rejects.toMatchObject({ code: 'insufficient_funds' });
      ids.add(await refusing);
    }
    const asking = ask(body);
    ids.add(await reservation(body.walletId));
    const { created, withdrawal } = await asking;
    expect([created, ids.size, ids.has(withdrawal.id)]).toEqual([true, 5, true]);
    expect(await ask(body)).toMatchObject({ created: false, withdrawal: { id: withdrawal.id } });
    await expect(ask({ ...body, chain: 'ethereum' as never })).rejects.toMatchObject({ code: 'request_conflict' });
  });

  it('may be made with other parameters', async () => {
    const body = order();
    const refused = ask(body);
    await Promise.all([expect(refused).rejects.toMatchObject({ code: 'insufficient_funds' }), reservation(body.walletId, 'insufficient_funds')]);
    const asking = ask({ ...body, amount: { currency: 'USDC', units: '1' } });
    await reservation(body.walletId);
    expect(await asking).toMatchObject({ created: true, withdrawal: { amount: { units: '1' } } });
  });

  it('is refused as before when it was the same request, and nothing is begun by a copy of it', async () => {
    const body = order();
    const requestId = newId();
    const refused = ask(body, requestId);
    await Promise.all([expect(refused).rejects.toMatchObject({ code: 'insufficient_funds' }), reservation(body.walletId, 'insufficient_funds')]);
    await expect(ask(body, requestId)).rejects.toMatchObject({ code: 'insufficient_funds' });
  });

  it('is begun once by many at once', async () => {
    const body = order();
    const refused = ask(body);
    await Promise.all([expect(refused).rejects.toMatchObject({ code: 'insufficient_funds' }), reservation(body.walletId, 'insufficient_funds')]);
    const asking = many(() => ask(body));
    await reservation(body.walletId);
    expect(new Set((await asking).map(({ withdrawal }) => withdrawal.id)).size).toBe(1);
  });
});

const many = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 10 }, ask));

describe('a withdrawal from a wallet that is cancelled by many at once', () => {
  it('is cancelled for all of them', async () => {
    const { id, walletId } = await reserved();
    const asking = many(() => intake.requests.request(stopWalletWithdrawal, { id, walletId, orderId: newId() }, acme));
    await answering(closeCase, caseClosed, () => ({}), id);
    await answering(releaseReservation, reservationReleased, (body) => body, id);
    expect((await asking).map(({ phase, payouts }) => [phase, payouts.map(({ status }) => status)])).toEqual(Array.from({ length: 10 }, () => ['cancelled', ['cancelled']]));
  });
});

describe('a failed leg that is retried', () => {
  const retry = ({ id, walletId, payouts }: WalletWithdrawalView) => intake.requests.request(retryPayoutLeg, { id, walletId, legId: payouts[0]?.id ?? '', orderId: newId() }, acme);

  it('by many at once, is tried once for all of them', async () => {
    const withdrawal = await failed();
    const asking = many(() => retry(withdrawal));
    const source = { id: newId(), key: 'cash_usdc:cctp' as const, chain: 'base' as const, amount };
    await answering(reserveLiquidity, liquidityReserved, ({ reservationId, walletId }) => ({ reservationId, walletId, approvalPolicy: 'none' as const, groups: [{ key: source.key, amount, sources: [source] }] }), withdrawal.id);
    expect((await asking).map(({ payouts }) => payouts[0]?.attempt)).toEqual(Array.from({ length: 10 }, () => 2));
  });

  it.each(['wallet_not_active', 'insufficient_funds'] as const)('is refused with liquidity’s reason %s, and is what it was before', async (reason) => {
    const withdrawal = await failed();
    const asking = retry(withdrawal);
    const refusing = answering(reserveLiquidity, reserveRefused, ({ reservationId, walletId }) => ({ reservationId, walletId, reason }), withdrawal.id);
    await expect(asking).rejects.toMatchObject({ code: reason });
    await refusing;
    const { id, walletId, phase, payouts, endedAt } = withdrawal;
    expect(await intake.requests.request(getWalletWithdrawal, { id, walletId }, acme)).toMatchObject({ phase, payouts, endedAt });
  });

  it('is in the wrong status once its new attempt has begun', async () => {
    const withdrawal = await failed();
    const asking = retry(withdrawal);
    const source = { id: newId(), key: 'cash_usdc:cctp' as const, chain: 'base' as const, amount };
    await answering(reserveLiquidity, liquidityReserved, ({ reservationId, walletId }) => ({ reservationId, walletId, approvalPolicy: 'none' as const, groups: [{ key: source.key, amount, sources: [source] }] }), withdrawal.id);
    expect((await asking).payouts).toMatchObject([{ attempt: 2, status: 'planned' }]);
    await answering(placeHold, holdPlaced, ({ holdId, accountId }) => ({ holdId, accountId, amount }), withdrawal.id);
    await answering(sourceGroup, groupSourced, ({ group: _, destinationChain: __, ...body }) => body, withdrawal.id);
    await expect(retry(withdrawal)).rejects.toMatchObject({ code: 'invalid_status' });
  });
});

describe('a wallet whose name is on a list by the time its payment is due', () => {
  /** Cleared when it was created, sourced, and screened once more before its payment. */
  async function sourced(): Promise<WalletWithdrawalView> {
    const withdrawal = await reserved('Ada Example');
    const { id } = withdrawal;
    await answering(screen, cleared, ({ stage }) => ({ stage, ruleVersion: '1', lookedUpAt: '2026-01-01T00:00:00.000Z' }), id);
    await answering(placeHold, holdPlaced, ({ holdId, accountId }) => ({ holdId, accountId, amount }), id);
    await answering(sourceGroup, groupSourced, ({ group: _, destinationChain: __, ...body }) => body, id);
    return withdrawal;
  }

  const about = ({ stage, legId, attempt }: BodyOf<typeof screen>) => ({ stage, legId, attempt, ruleVersion: '1' });
  const viewOf = ({ id, walletId }: WalletWithdrawalView) => intake.requests.request(getWalletWithdrawal, { id, walletId }, acme);
  const orderedOf = ({ id }: WalletWithdrawalView) => intake.seen(deliverLeg).filter(({ withdrawalId }) => withdrawalId === id);
  const givenBack = async ({ id }: WalletWithdrawalView): Promise<void> => {
    await answering(voidHold, holdVoided, ({ holdId, accountId }) => ({ holdId, accountId, voided: amount }), id);
    await answering(releaseGroup, groupReleased, ({ group: _, ...body }) => body, id);
  };
  const ended = async (withdrawal: WalletWithdrawalView): Promise<WalletWithdrawalView> => {
    for (;;) {
      const view = await viewOf(withdrawal);
      if (view.endedAt !== undefined) return view;
    }
  };

  it('is not paid when an operator refuses it', async () => {
    const withdrawal = await sourced();
    let question: BodyOf<typeof screen> | undefined;
    await answering(screen, referred, (body) => about((question = body)), withdrawal.id);
    expect(question).toMatchObject({ stage: 'before-payment', legId: withdrawal.payouts[0]?.id, attempt: 1, names: ['Ada Example'], destinationId: withdrawal.toAddress });
    await intake.publish(refused, { ...about(question!), reason: 'sanctions' }, { withdrawalId: withdrawal.id });
    await givenBack(withdrawal);
    expect(await ended(withdrawal)).toMatchObject({ phase: 'failed', payouts: [{ status: 'failed', failureReason: 'cancelled' }] });
    expect(orderedOf(withdrawal)).toEqual([]);
  });

  it('is not paid when it is stopped while he decides, and the decision is withdrawn', async () => {
    const withdrawal = await sourced();
    const { id, walletId } = withdrawal;
    await answering(screen, referred, about, id);
    const stopping = intake.requests.request(stopWalletWithdrawal, { id, walletId, orderId: newId() }, acme);
    await answering(cancelScreening, screeningCancelled, (body) => body, id);
    await givenBack(withdrawal);
    await stopping;
    expect(await ended(withdrawal)).toMatchObject({ phase: 'cancelled' });
    expect(orderedOf(withdrawal)).toEqual([]);
  });

  it('is paid when it is cleared', async () => {
    const withdrawal = await sourced();
    await answering(screen, cleared, about, withdrawal.id);
    let command = await intake.next(deliverLeg);
    while (command.withdrawalId !== withdrawal.id) command = await intake.next(deliverLeg);
    expect(command.body).toMatchObject({ legId: withdrawal.payouts[0]?.id, toAddress: withdrawal.toAddress });
  });

  it('is recalled when it is ordered and the name is added to a list only then; others are not', async () => {
    const ordered = async (): Promise<WalletWithdrawalView> => {
      const withdrawal = await sourced();
      await answering(screen, cleared, about, withdrawal.id);
      return withdrawal;
    };
    const [withdrawal, another] = [await ordered(), await ordered()];
    await until('both are ordered', () => Promise.resolve([withdrawal, another].every((one) => orderedOf(one).length === 1)));
    await intake.publish(nameListed, { subjectId: withdrawal.walletId, listVersion: '2' }, acme);
    const recalled = await intake.next(recallPayoutLeg);
    expect([recalled.withdrawalId, recalled.body.legId]).toEqual([withdrawal.id, withdrawal.payouts[0]?.id]);
    await intake.publish(nameListed, { subjectId: another.walletId, listVersion: '2' }, { tenantId: 'globex' });
    await intake.publish(nameListed, { subjectId: newId(), listVersion: '2' }, acme);
    await intake.publish(nameGiven, { subjectId: 'cpty_1', name: 'Ada Example' }, acme);
    expect(await intake.next(watchName)).toMatchObject({ tenantId: 'acme', body: { subjectId: 'cpty_1', name: 'Ada Example' } });
    expect(intake.seen(recallPayoutLeg)).toEqual([]);
  });
});
