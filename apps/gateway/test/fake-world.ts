import {
  acceptWithdrawal, cancelWithdrawal, createWithdrawal, getCanonicalWithdrawal, getWithdrawal, listWithdrawals, type CanonicalView, type WithdrawalView,
} from '@sluice/contract-intake';
import { applyTenantSettings, type ReplyOf } from '@sluice/contract-kit';
import { deposit, getAccount, listAccounts, openAccount, setAccountStatus, type AccountView } from '@sluice/contract-ledger';
import { addCounterparty, getCounterparty, listCounterparties, renderReceipt, setCounterpartyStatus, verifyReceipt, type CounterpartyView } from '@sluice/contract-payout';
import { listSubscriptions, subscribe, testSubscription, unsubscribe, type SubscriptionView } from '@sluice/contract-webhooks';
import { DomainError, Money, numericId } from '@sluice/kernel';
import { FakeAudit } from './fake-audit.js';
import { FakeCompliance } from './fake-compliance.js';
import { FakeSecrets } from './fake-secrets.js';
import type { FakeServices } from './fake-services.js';

interface Owned<View> {
  readonly tenantId: string;
  view: View;
}

/** What every receipt looks like here: bytes that are no text. */
export const PDF = Buffer.from('%PDF-1.7\n\xff\xfe\0', 'latin1');
export const CODE = 'ABCD-EFGH-IJKL-2345';

const AT = '2026-01-15T10:30:00.123Z';

export const services = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'];

/** What the fake services know: just enough for the gateway to have something to show. */
export class FakeWorld {
  readonly accounts = new Map<string, Owned<AccountView>>();
  readonly counterparties = new Map<string, Owned<CounterpartyView>>();
  readonly withdrawals = new Map<string, Owned<WithdrawalView>>();
  readonly audit = new FakeAudit();
  readonly compliance = new FakeCompliance();
  private readonly secrets = new FakeSecrets();
  private readonly receipts = new Map<string, Owned<ReplyOf<typeof verifyReceipt>>>();
  private readonly subscriptions = new Map<string, Owned<SubscriptionView>>();
  private readonly accepted = new Map<string, string>();

  /** Makes the fake services answer from what is known here. */
  listen(fake: FakeServices): void {
    this.ledger(fake);
    this.payout(fake);
    this.intake(fake);
    this.audit.listen(fake);
    this.compliance.listen(fake);
    this.webhooks(fake);
    this.secrets.listen(fake);
    for (const service of services) fake.on(applyTenantSettings(service), ({ body }) => ({ now: new Date(Date.now() + body.clockOffsetMs).toISOString() }));
  }

  /** Lets a tenant have one subscription more. */
  subscribe(tenantId: string, about: Partial<SubscriptionView> = {}): string {
    const id = about.id ?? numericId('sub_');
    this.subscriptions.set(id, { tenantId, view: { id, dialect: 'bultra', url: 'https://example.com/hook', events: ['WITHDRAWAL_FAILED'], active: true, createdAt: AT, ...about } });
    return id;
  }

  private webhooks(fake: FakeServices): void {
    fake.on(subscribe, ({ tenantId, body: { secret: _secret, ...body } }) => this.once(this.subscriptions, tenantId, { ...body, active: true, createdAt: AT }));
    fake.on(listSubscriptions, ({ tenantId, body: { dialect } }) => ({
      subscriptions: [...this.subscriptions.values()].filter((each) => each.tenantId === tenantId && each.view.dialect === dialect).map(({ view }) => view),
    }));
    fake.on(testSubscription, ({ tenantId, body: { id } }) => ({ eventId: `whevt-${this.find(this.subscriptions, tenantId, id).view.id}` }));
    fake.on(unsubscribe, ({ tenantId, body: { id } }) => {
      this.find(this.subscriptions, tenantId, id);
      this.subscriptions.delete(id);
      return { id };
    });
  }

  private ledger(fake: FakeServices): void {
    fake.on(openAccount, ({ tenantId, body: { currency, ...rest } }) => {
      const zero = Money.zero(currency).toJson();
      return this.once<AccountView>(this.accounts, tenantId, { ...rest, status: 'ACTIVE' as const, posted: zero, pending: zero, available: zero, createdAt: AT });
    });
    fake.on(getAccount, ({ tenantId, body }) => this.find(this.accounts, tenantId, body.id).view);
    fake.on(listAccounts, ({ tenantId, body }) => {
      const { page, hasMore } = this.page(this.accounts, tenantId, body, ({ owner, kind }) => owner === (body.owner ?? owner) && kind === (body.kind ?? kind));
      return { accounts: page, hasMore };
    });
    fake.on(setAccountStatus, ({ tenantId, body }) => this.update(this.accounts, tenantId, body.id, { status: body.status }));
    fake.on(deposit, ({ tenantId, body }) => {
      const { view } = this.find(this.accounts, tenantId, body.accountId);
      const posted = Money.fromJson(view.posted).plus(Money.fromJson(body.amount)).toJson();
      return this.update(this.accounts, tenantId, view.id, { posted, available: posted });
    });
  }

  private payout(fake: FakeServices): void {
    fake.on(addCounterparty, ({ tenantId, body }) => this.once(this.counterparties, tenantId, { ...body, createdAt: AT }));
    fake.on(getCounterparty, ({ tenantId, body }) => this.find(this.counterparties, tenantId, body.id).view);
    fake.on(listCounterparties, ({ tenantId, body }) => {
      const { page, hasMore } = this.page(this.counterparties, tenantId, body, ({ customerId }) => body.customerId === undefined || customerId === body.customerId);
      return { counterparties: page, hasMore };
    });
    fake.on(renderReceipt, ({ tenantId, body: { dialectId, amount, executedAt } }) => {
      this.receipts.set(CODE, { tenantId, view: { withdrawalId: dialectId, amount, executedAt } });
      return { pdf: PDF.toString('base64'), code: CODE };
    });
    fake.on(verifyReceipt, ({ tenantId, body }) => this.find(this.receipts, tenantId, body.code).view);
    fake.on(setCounterpartyStatus, ({ tenantId, body }) => this.update(this.counterparties, tenantId, body.id, { status: body.status }));
  }

  private intake(fake: FakeServices): void {
    fake.on(createWithdrawal, ({ tenantId, body }) => {
      const { posted } = this.find(this.accounts, tenantId, body.accountId).view;
      this.find(this.counterparties, tenantId, body.destinationId);
      const amount = Money.parse(body.amount, posted.currency);
      if (amount.compare(Money.fromJson(posted)) > 0) throw new DomainError('insufficient_funds', 'The available balance is less than the amount.');
      const zero = Money.zero(posted.currency).toJson();
      const view = { ...body, rail: body.rail ?? ('ACH' as const), amount: amount.toJson(), delivered: zero, fee: zero, version: 1, phase: 'created' as const, hold: 'none' as const, createdAt: AT, updatedAt: AT };
      return this.once(this.withdrawals, tenantId, view);
    });
    fake.on(getWithdrawal, ({ tenantId, body }) => this.withdrawal(tenantId, body.dialectId));
    fake.on(getCanonicalWithdrawal, ({ tenantId, body }) => canonical(this.withdrawal(tenantId, body.id)));
    fake.on(acceptWithdrawal, ({ tenantId, body }) => {
      const { view } = this.find(this.withdrawals, tenantId, body.id);
      if (this.accepted.get(body.id) === body.acceptanceId) return view;
      if (view.phase !== 'created') throw new DomainError('invalid_status', 'The withdrawal is not in a status that allows this.');
      this.accepted.set(body.id, body.acceptanceId);
      return this.update(this.withdrawals, tenantId, view.id, { phase: 'authorized', authorizedAt: AT, estimatedCompletion: '2026-01-20T17:00:00.000Z' });
    });
    fake.on(cancelWithdrawal, ({ tenantId, body }) => {
      const { view } = this.find(this.withdrawals, tenantId, body.id);
      if (!['created', 'authorized'].includes(view.phase)) throw new DomainError('invalid_status', 'The withdrawal is not in a status that allows this.');
      return this.update(this.withdrawals, tenantId, view.id, { phase: 'cancelled', endedAt: AT });
    });
    fake.on(listWithdrawals, ({ tenantId, body }) => {
      const { page, hasMore } = this.page(this.withdrawals, tenantId, body, (view) =>
        view.accountId === (body.accountId ?? view.accountId) &&
        view.destinationId === (body.destinationId ?? view.destinationId) &&
        (body.states?.some(({ phase, hold }) => phase === view.phase && (hold ?? view.hold) === view.hold) ?? true),
      );
      return { withdrawals: page, hasMore };
    });
  }

  private withdrawal(tenantId: string, id: string): WithdrawalView {
    const found = [...this.withdrawals.values()].find(({ view, tenantId: owner }) => owner === tenantId && [view.id, view.dialectId].includes(id));
    if (!found) throw new DomainError('not_found', 'There is no such withdrawal.');
    return found.view;
  }

  /** Puts a withdrawal into another state, by its id in the dialect. */
  put(dialectId: string, changes: { readonly [Field in keyof WithdrawalView]?: WithdrawalView[Field] | undefined }): void {
    const found = [...this.withdrawals.values()].find(({ view }) => view.dialectId === dialectId);
    if (found) found.view = { ...found.view, ...(changes as Partial<WithdrawalView>) };
  }

  private once<View extends { id: string }>(kept: Map<string, Owned<View>>, tenantId: string, view: View): View {
    const found = kept.get(view.id);
    if (!found) kept.set(view.id, { tenantId, view });
    return found?.view ?? view;
  }

  private find<View>(kept: Map<string, Owned<View>>, tenantId: string, id: string): Owned<View> {
    const found = kept.get(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such resource.');
    return found;
  }

  private update<View>(kept: Map<string, Owned<View>>, tenantId: string, id: string, change: Partial<View>): View {
    const found = this.find(kept, tenantId, id);
    found.view = { ...found.view, ...change };
    return found.view;
  }

  /** Newest first, after an id already seen. */
  private page<View extends { id: string; dialectId?: string }>(kept: Map<string, Owned<View>>, tenantId: string, { limit, after }: { limit: number; after?: string | undefined }, fits: (view: View) => boolean) {
    const all = [...kept.values()].filter((each) => each.tenantId === tenantId && fits(each.view)).map(({ view }) => view).reverse();
    const seen = after === undefined ? -1 : all.findIndex(({ id, dialectId }) => id === after || dialectId === after);
    if (after !== undefined && seen < 0) throw new DomainError('invalid_request', 'The page begins after an unknown id.', [{ field: 'after', message: 'is unknown' }]);
    const rest = all.slice(seen + 1);
    return { page: rest.slice(0, limit), hasMore: rest.length > limit };
  }
}

const canonical = ({ id, dialect, dialectId, phase, hold, version, amount, delivered, fee, createdAt, updatedAt }: WithdrawalView): CanonicalView => ({
  id, dialect, dialectId, phase, hold, version, amount, delivered, fee, createdAt, updatedAt, sourceLegs: [], payoutLegs: [], steps: [], history: [],
});
