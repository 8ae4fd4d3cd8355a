import { bultraClient, type BultraClient, type BultraPaths, type BultraShapes } from '@sluice/clients/bultra';
import type { StackFile, TenantSecrets } from '../stack/index.ts';
import { exchange, type Answer, type Ask } from './raw-requests.ts';
import { until, type WaitLimit } from './until.ts';

export type Account = BultraShapes['Account'];
export type Balance = Account['balance'];
export type Withdrawal = BultraShapes['Withdrawal'];
export type WithdrawalStatus = Withdrawal['status'];
export type RequiredDocument = BultraShapes['RequiredDocument'];
export type Rail = Withdrawal['rail'];
export type BultraEvent = NonNullable<BultraPaths['/v1/subscriptions']['post']['requestBody']>['content']['application/json']['events'][number];

const terminal: readonly string[] = ['EXECUTED', 'FAILED', 'CANCELLED'];

/** A routing number that passes the checksum; the sandbox's bank is the same for all of them. */
export const achNumbers = { routing_number: '021000021', account_number: '123456789' } as const;

/** Numbers that pass the checks of every rail. */
export const railNumbers = {
  ACH: achNumbers, WIRE: achNumbers, FPS: { sort_code: '20-00-00', account_number: '55779911' }, SEPA: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
} as const;

export interface NewCounterparty {
  readonly customerId: string;
  readonly name: string;
  readonly rails: readonly Rail[];
  readonly numbers: Readonly<Record<string, string>>;
  readonly relationship?: 'SELF' | 'THIRD_PARTY';
}

export interface NewWithdrawal {
  readonly account_id: string;
  readonly counterparty_id: string;
  readonly amount: string;
  readonly purpose?: Withdrawal['purpose'];
  readonly rail?: Rail;
  readonly reference?: string;
}

const at = (id: string): { readonly params: { readonly path: { readonly id: string } } } => ({ params: { path: { id } } });

/**
 * The steps of a client's story with Bultra, by its client. Each is tried once. `ask`, and what hands back an Answer, are raw: they show any
 * answer, without a key unless it is given; the others throw unless it is a success.
 */
export class BultraCaller {
  readonly api: BultraClient;
  private readonly base: string;

  constructor({ gateway }: StackFile, { clientId, clientSecret }: TenantSecrets['bultra']) {
    this.base = `${gateway}/bultra/v1`;
    this.api = bultraClient({ url: gateway, clientId, clientSecret, attempts: 1 });
  }

  ask(path: string, ask: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, ask, this.api.send);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  openAccount(customerId: string, currency: 'USD' | 'GBP' | 'EUR' = 'USD'): Promise<Account> {
    return this.api.value(this.api.POST('/v1/accounts', { body: { customer_id: customerId, currency } }));
  }

  account(id: string): Promise<Account> {
    return this.api.value(this.api.GET('/v1/accounts/{id}', at(id)));
  }

  addCounterparty({ customerId, name, rails, numbers, relationship = 'SELF' }: NewCounterparty): Promise<BultraShapes['Counterparty']> {
    const profile = { name, relationship_to_customer: relationship };
    return this.api.value(this.api.POST('/v1/counterparties', { body: { customer_id: customerId, type: 'INDIVIDUAL', profile, supported_rails: [...rails], account: numbers } }));
  }

  create(withdrawal: Omit<NewWithdrawal, 'rail'> & { readonly rail?: string }, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/withdrawals', { purpose: 'PERSONAL_ACCOUNT', ...withdrawal }, headers);
  }

  created(withdrawal: NewWithdrawal, headers: Record<string, string> = {}): Promise<BultraShapes['CreatedWithdrawal']> {
    return this.api.value(this.api.POST('/v1/withdrawals', { headers, body: { purpose: 'PERSONAL_ACCOUNT', ...withdrawal } }));
  }

  accept(id: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(`/withdrawals/${id}/accept`, undefined, headers);
  }

  accepted(id: string, headers: Record<string, string> = {}): Promise<BultraShapes['AcceptedWithdrawal']> {
    return this.api.value(this.api.POST('/v1/withdrawals/{id}/accept', { ...at(id), headers }));
  }

  cancel(id: string): Promise<Answer> {
    return this.post(`/withdrawals/${id}/cancel`);
  }

  withdrawal(id: string): Promise<Withdrawal> {
    return this.api.value(this.api.GET('/v1/withdrawals/{id}', at(id)));
  }

  /** Follows a withdrawal until it has ended, one way or another. */
  ended(id: string, waitLimit: WaitLimit = {}): Promise<Withdrawal> {
    return until(`withdrawal ${id} ends`, () => this.withdrawal(id), ({ status }) => terminal.includes(status), waitLimit);
  }

  /** The documents that a withdrawal has been asked for, in whatever state; none where there was no question. */
  documents(id: string): Promise<BultraShapes['WithdrawalStatus']> {
    return this.api.value(this.api.GET('/v1/withdrawals/{id}/status', at(id)));
  }

  /** Follows a withdrawal until it waits for a document, and hands back which. The requirement is there a moment before the withdrawal waits for it. */
  async asked(id: string, waitLimit: WaitLimit = {}): Promise<RequiredDocument> {
    const isAsked = (document: RequiredDocument): boolean => document.status === 'PENDING';
    const { required_documents: documents } = await until(`withdrawal ${id} asks for a document`, () => this.documents(id), (seen) => seen.status === 'CHANGES_REQUESTED' && seen.required_documents.some(isAsked), waitLimit);
    return documents.find(isAsked) ?? { id: '', type: '', description: '', status: 'PENDING' };
  }

  upload(documentId: string, bytes: Uint8Array<ArrayBuffer>, filename = 'invoice.pdf'): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([bytes]), filename);
    return this.post(`/documents/${documentId}/upload`, form);
  }

  receipt(id: string): Promise<Answer> {
    return this.ask(`/withdrawals/${id}/receipt`);
  }

  subscribed({ url, events, secret }: { readonly url: string; readonly events: readonly BultraEvent[]; readonly secret: string }): Promise<BultraShapes['Subscription']> {
    return this.api.value(this.api.POST('/v1/subscriptions', { body: { url, events: [...events], secret } }));
  }

  unsubscribed(id: string): Promise<unknown> {
    return this.api.DELETE('/v1/subscriptions/{id}', at(id));
  }
}
