import { z } from 'zod';
import type { StackFile, TenantSecrets } from '../stack/index.ts';
import {
  acceptedSchema, accountSchema, counterpartySchema, subscriptionSchema, withdrawalSchema, withdrawalStatusSchema,
  type Account, type NewCounterparty, type NewWithdrawal, type RequiredDocument, type Withdrawal, type WithdrawalStatus,
} from './bultra-shapes.ts';
import { exchange, expectSuccess, type Answer, type Ask } from './exchange.ts';
import { until, type WaitLimit } from './until.ts';

const terminal: readonly string[] = ['EXECUTED', 'FAILED', 'CANCELLED'];

/** A routing number that passes the checksum; the sandbox's bank is the same for all of them. */
export const achNumbers = { routing_number: '021000021', account_number: '123456789' } as const;

/** Numbers that pass the checks of every rail. */
export const railNumbers = {
  ACH: achNumbers, WIRE: achNumbers, FPS: { sort_code: '20-00-00', account_number: '55779911' }, SEPA: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
} as const;
export type Rail = keyof typeof railNumbers;

/** A caller of the Bultra API. `ask` gives any answer; the other methods throw unless it is the success they name. */
export class BultraClient {
  private readonly base: string;
  private readonly token: string;

  constructor(gateway: string, token: string) {
    this.base = `${gateway}/bultra/v1`;
    this.token = token;
  }

  /** Fetches a token with the client's credentials. */
  static async signIn(stack: StackFile, { clientId, clientSecret }: TenantSecrets['bultra']): Promise<BultraClient> {
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const answer = await exchange(`${stack.gateway}/bultra/oauth2/token`, { method: 'POST', headers: { authorization }, body });
    return new BultraClient(stack.gateway, expectSuccess('The token request', answer, z.object({ access_token: z.string() })).access_token);
  }

  ask(path: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
    return exchange(`${this.base}${path}`, { ...rest, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  async openAccount(customerId: string, currency = 'USD'): Promise<Account> {
    return expectSuccess('Opening an account', await this.post('/accounts', { customer_id: customerId, currency }), accountSchema);
  }

  async account(id: string): Promise<Account> {
    return expectSuccess('Reading an account', await this.ask(`/accounts/${id}`), accountSchema);
  }

  async addCounterparty({ customerId, name, rails, numbers, relationship = 'SELF' }: NewCounterparty): Promise<{ id: string; status: string }> {
    const profile = { name, relationship_to_customer: relationship };
    const body = { customer_id: customerId, type: 'INDIVIDUAL', profile, supported_rails: rails, account: numbers };
    return expectSuccess('Adding a counterparty', await this.post('/counterparties', body), counterpartySchema);
  }

  create(withdrawal: NewWithdrawal): Promise<Answer> {
    return this.post('/withdrawals', { purpose: 'PERSONAL_ACCOUNT', ...withdrawal });
  }

  async created(withdrawal: NewWithdrawal): Promise<Withdrawal> {
    return expectSuccess('Creating a withdrawal', await this.create(withdrawal), withdrawalSchema);
  }

  accept(id: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(`/withdrawals/${id}/accept`, undefined, headers);
  }

  async accepted(id: string): Promise<z.output<typeof acceptedSchema>> {
    return expectSuccess('Accepting a withdrawal', await this.accept(id), acceptedSchema);
  }

  cancel(id: string): Promise<Answer> {
    return this.post(`/withdrawals/${id}/cancel`);
  }

  async withdrawal(id: string): Promise<Withdrawal> {
    return expectSuccess('Reading a withdrawal', await this.ask(`/withdrawals/${id}`), withdrawalSchema);
  }

  /** Follows a withdrawal until it has ended, one way or another. */
  ended(id: string, waitLimit: WaitLimit = {}): Promise<Withdrawal> {
    return until(`withdrawal ${id} ends`, () => this.withdrawal(id), ({ status }) => terminal.includes(status), waitLimit);
  }

  /** The documents that a withdrawal has been asked for, in whatever state; none where there was no question. */
  async documents(id: string): Promise<{ readonly status: WithdrawalStatus; readonly required_documents: readonly RequiredDocument[] }> {
    return expectSuccess('Reading a status', await this.ask(`/withdrawals/${id}/status`), withdrawalStatusSchema);
  }

  /** Follows a withdrawal until it waits for a document, and hands back which. The requirement is there a moment before the withdrawal waits for it. */
  async asked(id: string, waitLimit: WaitLimit = {}): Promise<RequiredDocument> {
    const isAsked = (document: RequiredDocument): boolean => document.status === 'PENDING';
    const { required_documents: documents } = await until(`withdrawal ${id} asks for a document`, () => this.documents(id), (seen) => seen.status === 'CHANGES_REQUESTED' && seen.required_documents.some(isAsked), waitLimit);
    return documents.find(isAsked) ?? { id: '', type: '', status: 'PENDING' };
  }

  upload(documentId: string, bytes: Uint8Array<ArrayBuffer>, filename = 'invoice.pdf'): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([bytes]), filename);
    return this.post(`/documents/${documentId}/upload`, form);
  }

  receipt(id: string): Promise<Answer> {
    return this.ask(`/withdrawals/${id}/receipt`);
  }

  async subscribed(subscription: { readonly url: string; readonly events: readonly string[]; readonly secret: string }): Promise<z.output<typeof subscriptionSchema>> {
    return expectSuccess('Subscribing', await this.post('/subscriptions', subscription), subscriptionSchema);
  }
}
