import { Injectable } from '@nestjs/common';
import type { RawEnvelope } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { MessageTransport, Publisher } from '@sluice/messaging';

/** Puts messages into the service's own queue that it can never handle, to show that those behind them are. */
@Injectable()
export class FaultInjector {
  constructor(private readonly transport: MessageTransport, private readonly publisher: Publisher) {}

  /** @returns how many messages lie in the queue; none when the service takes nothing but requests. */
  async sendUnhandleable(tenantId: string, count: number): Promise<number> {
    const [queue] = this.transport.queues;
    const type = this.transport.handledType;
    if (queue === undefined || type === undefined) return 0;
    const messages = Array.from({ length: count }, () => unhandleableMessage(tenantId, type));
    await Promise.all(messages.map((envelope) => this.publisher.sendToQueue(queue, { id: envelope.id, type: envelope.type, content: JSON.stringify(envelope) })));
    return count;
  }
}

/** Well formed, so that it is known whose it is, but with a body that fits no contract. */
function unhandleableMessage(tenantId: string, type: string): RawEnvelope {
  const id = newId();
  return { id, type, version: 1, tenantId, causationId: id, occurredAt: new Date().toISOString(), body: 'poison' };
}
