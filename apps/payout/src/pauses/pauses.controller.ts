import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listPauses, pausePayouts, releasePayouts, type PauseView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { paused, released, viewOfPause } from './pause.js';
import { PauseGuard, Pauses } from './pauses.repository.js';

@Controller()
export class PausesController {
  constructor(private readonly pauses: Pauses, private readonly guard: PauseGuard, private readonly settings: TenantSettings) {}

  @OnRequest(pausePayouts)
  async pause(request: RequestMessage<typeof pausePayouts>): Promise<PauseView> {
    const { tenantId, body: { id, ...pause } } = request;
    const now = await this.settings.now(tenantId);
    await this.pauses.change(id, request, (known) => {
      if (known !== null && known.tenantId !== tenantId) throw new DomainError('invalid_request', 'This id stands for another pause.');
      return paused(known?.state ?? null, pause, now);
    });
    await this.guard.changed();
    return viewOfPause(await this.pauses.ofTenant(id, tenantId));
  }

  @OnRequest(releasePayouts)
  async release(request: RequestMessage<typeof releasePayouts>): Promise<PauseView> {
    const { tenantId, body: { id } } = request;
    await this.pauses.ofTenant(id, tenantId);
    const now = await this.settings.now(tenantId);
    await this.pauses.change(id, request, (known) => known && released(known.state, now));
    await this.guard.changed();
    return viewOfPause(await this.pauses.ofTenant(id, tenantId));
  }

  @OnRequest(listPauses)
  async list({ tenantId }: RequestMessage<typeof listPauses>): Promise<ReplyOf<typeof listPauses>> {
    return { pauses: (await this.pauses.inForce(tenantId)).map(viewOfPause) };
  }
}
