import { Controller, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { listTenants } from '@sluice/contract-intake';
import { getVerdict, type Verdict } from '@sluice/contract-operations';
import { OnRequest, Requests, type RequestMessage } from '@sluice/messaging';
import { inBackground } from '@sluice/telemetry';
import { Checker } from './checker.js';
import { Verdicts } from './verdicts.repository.js';

const CHECK_EVERY_MS = 60_000;
/** A request is replied to with a verdict that is no older. */
const RECENT_MS = 3_000;

/** A request that is about all of them. All withdrawals may have to be read for it. */
const NO_TENANT = { tenantId: 'shared', timeoutMs: 30_000 };

/** Has every tenant with withdrawals checked again and again, and replies with the last verdict. */
@Controller()
export class ChecksController implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ChecksController.name);
  private readonly running = new Map<string, Promise<Verdict>>();
  private readonly known = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly checker: Checker,
    private readonly verdicts: Verdicts,
    private readonly requests: Requests,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => inBackground(this.logger, 'The running check', () => this.checkAll()), CHECK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.allSettled(this.running.values());
  }

  @OnRequest(getVerdict)
  verdict({ tenantId, body: { full } }: RequestMessage<typeof getVerdict>): Promise<Verdict> {
    return full ? this.check(tenantId, true) : this.recent(tenantId);
  }

  /** The last verdict, or one made now; two requests at once share it. */
  private async recent(tenantId: string): Promise<Verdict> {
    const last = await this.verdicts.find(tenantId);
    return last && isYounger(last.state, RECENT_MS) ? last.state : this.check(tenantId);
  }

  private check(tenantId: string, full = false): Promise<Verdict> {
    const key = JSON.stringify([tenantId, full]);
    const running = this.running.get(key) ?? this.checker.check(tenantId, full).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  /** Every tenant that ever had a withdrawal: before this process began, or because one has changed or was checked since. */
  private async tenants(): Promise<ReadonlySet<string>> {
    const { tenants } = await this.requests.request(listTenants, { unchecked: this.known.size > 0 }, NO_TENANT);
    for (const tenantId of [...tenants, ...(await this.verdicts.tenants())]) this.known.add(tenantId);
    return this.known;
  }

  /** Another instance may have checked meanwhile: then there is nothing to do. */
  private async checkAll(): Promise<void> {
    const tenants = await this.tenants().catch(() => this.known);
    for (const tenantId of tenants) {
      const last = await this.verdicts.find(tenantId).catch(() => null);
      if (last && isYounger(last.state, CHECK_EVERY_MS / 2)) continue;
      const verdict = await this.check(tenantId).catch((error: Error) => this.logger.warn(`The invariants of ${tenantId} could not be checked: ${error.message}`));
      if (verdict && !verdict.ok) this.logger.error({ tenantId, invariants: verdict.invariants.filter(({ ok }) => !ok) }, 'invariants are broken');
    }
  }
}

const isYounger = ({ checkedAt }: Verdict, ageMs: number): boolean => Date.now() - Date.parse(checkedAt) < ageMs;
