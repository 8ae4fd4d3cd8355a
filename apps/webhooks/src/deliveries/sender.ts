import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { send } from '@sluice/contract-kit';
import { recordNotice } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { inSpan, withLogFields } from '@sluice/telemetry';
import { Counter } from 'prom-client';
import { webhookDialects } from '../dialects/index.js';
import { HttpWebhookTarget } from './webhook-target.http.js';
import { Batcher } from '../event-log/batcher.js';
import { Audiences } from '../subscriptions/audiences.js';
import { counted, noticeOf, type Subscription } from '../subscriptions/subscription.js';
import { SubscriptionsRepository } from '../subscriptions/subscriptions.repository.js';
import { isSuccess, type StoredDelivery, type Try } from './delivery.js';

const webhookTries = new Counter({
  name: 'sluice_webhook_tries_total', help: 'Tries to deliver a webhook, by what came of them.', labelNames: ['dialect', 'outcome'] as const,
});

for (const dialect of Object.keys(webhookDialects)) for (const outcome of ['taken', 'no answer', 'refused']) webhookTries.inc({ dialect, outcome }, 0);

/** What a signature is made of. `body` is the raw bytes' text, `at` the moment of this try in Unix seconds. */
export interface Signing {
  readonly body: string;
  readonly at: number;
  /** The endpoint's active secrets as their owner knows them; two while one is being rotated. */
  readonly secrets: readonly string[];
}

const hmac = (key: string | Buffer, message: string): string => createHmac('sha256', key).update(message).digest('hex');

const dotted = ({ body, at, secrets }: Signing): string => [`t=${at}`, ...secrets.map((secret) => `v1=${hmac(secret, `${at}.${body}`)}`)].join(',');

/** How each dialect signs (its spec, with vectors): the header's name and its value. */
export const signatures = {
  /** Key: the base64-decoded secret; message: body, then timestamp, nothing between; one `v1` for each secret. */
  wealthkernel: ({ body, at, secrets }: Signing) => ({
    header: 'Webhook-Signature', value: [`t=${at}`, ...secrets.map((secret) => `v1=${hmac(Buffer.from(secret, 'base64'), `${body}${at}`)}`)].join(','),
  }),
  bultra: (signing: Signing) => ({ header: 'x-bultra-signature', value: dotted(signing) }),
  braid: (signing: Signing) => ({ header: 'Braid-Signature', value: dotted(signing) }),
} as const;

/** Where a try goes, and what signs it. */
export interface Recipient {
  readonly subscription: Versioned<Subscription>;
  readonly secrets: readonly string[];
}

interface Counting {
  readonly tenantId: string;
  readonly attempt: Try;
}

/** Makes one try, and counts the failures of a subscription. */
@Injectable()
export class Sender {
  private readonly logger = new Logger(Sender.name);
  private readonly counts = new Batcher<Counting, void>((id, attempts) => this.countAll(id, attempts));
  /** Subscriptions that failed when they were last tried from here. */
  private readonly failing = new Set<string>();

  constructor(
    private readonly target: HttpWebhookTarget,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly audiences: Audiences,
    private readonly settings: TenantSettings,
  ) {}

  /** Never throws: an error is the try's outcome. */
  attempt({ tenantId, traceparent, state }: StoredDelivery, { subscription, secrets }: Recipient): Promise<Try> {
    const at = new Date();
    const signed = signatures[state.dialect]({ body: state.body, at: Math.floor(at.getTime() / 1000), secrets });
    const headers = { ...webhookDialects[state.dialect].headers(state), [signed.header]: signed.value };
    const post = (): Promise<Try> => this.target.post({ url: subscription.state.url, body: state.body, headers }, at);
    const attributes = { 'sluice.webhook.event': state.type, 'server.address': new URL(subscription.state.url).hostname };
    return withLogFields({ tenantId, withdrawalId: state.withdrawalId, dialect: state.dialect }, () => inSpan('deliver webhook', { attributes, parent: traceparent, kind: SpanKind.CLIENT }, async (span) => {
      const made = await post();
      span.setAttributes({ 'http.request.method': 'POST', 'http.response.status_code': made.status, 'error.type': made.error });
      webhookTries.inc({ dialect: state.dialect, outcome: isSuccess(made) ? 'taken' : made.status === undefined ? 'no answer' : 'refused' });
      if (!isSuccess(made)) span.setStatus({ code: SpanStatusCode.ERROR });
      return made;
    }));
  }

  /** A success is counted only where failures were. */
  async count({ id, tenantId, state }: Versioned<Subscription>, attempt: Try): Promise<void> {
    if (isSuccess(attempt)) {
      if (state.failures === 0 && !this.failing.has(id)) return;
      this.failing.delete(id);
    } else {
      this.failing.add(id);
    }
    await this.counts.add(id, { tenantId, attempt });
  }

  /** An endpoint with nothing but failures is disabled, and the notice to operators is stored in the same write. */
  private async countAll(id: string, counting: readonly Counting[]): Promise<undefined[]> {
    const tenantId = counting[0]?.tenantId ?? '';
    const now = await this.settings.now(tenantId);
    let isDisabled = false;
    await this.subscriptions.change(id, { id: newId(), tenantId }, (current) => {
      const after = current && this.afterAll(current.state, counting, now);
      isDisabled = after?.disabledBy !== undefined;
      if (!after?.state) return null;
      return { state: after.state, ...(after.disabledBy && { send: [send(recordNotice, noticeOf(id, after.state, after.disabledBy))] }) };
    });
    if (isDisabled) {
      this.logger.error({ subscriptionId: id, tenantId }, 'an endpoint was disabled: it had nothing but failures');
      await this.audiences.changed(tenantId);
    }
    return counting.map(() => undefined);
  }

  private afterAll(before: Subscription, counting: readonly Counting[], now: Date): { state: Subscription | null; disabledBy?: Try } {
    let state: Subscription | null = null;
    for (const { attempt } of counting) {
      const next = counted(state ?? before, attempt, now);
      state = next ?? state;
      if (next && next.disablings > before.disablings) return { state: next, disabledBy: attempt };
    }
    return { state };
  }
}
