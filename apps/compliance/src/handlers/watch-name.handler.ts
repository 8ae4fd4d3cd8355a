import { Controller } from '@nestjs/common';
import { watchName } from '@sluice/contract-compliance';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { WatchedNames } from '../adapters/watched-names.store.js';
import { watched } from '../names/watched-name.js';

@Controller()
export class WatchNameHandler {
  constructor(private readonly names: WatchedNames) {}

  @OnMessage(watchName)
  async handle(message: Envelope<BodyOf<typeof watchName>>): Promise<void> {
    const { tenantId, body } = message;
    await this.names.change(WatchedNames.idOf(tenantId, body.subjectId), message, (current) => watched(current?.state ?? null, body));
  }
}
