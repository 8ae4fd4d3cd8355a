import { Controller, Injectable, Module } from '@nestjs/common';
import { contractOf, send, type Envelope } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { deferred, OnMessage, OnRequest, Park, RetryLater, type RequestMessage } from '@sluice/messaging';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { z } from 'zod';

/** A small service to try the platform with: it takes parcels in, one document each, and says so. */
const parcels = contractOf('parcels');

export const parcelStored = parcels.answer('parcel-stored', z.object({ parcelId: z.string() }), { parcelId: 'p-1' });
export const parcelMoved = parcels.event('parcel-moved', z.object({ parcelId: z.string() }), { parcelId: 'p-1' });
export const storeParcel = parcels.command('store-parcel', {
  body: z.object({ parcelId: z.string(), trouble: z.string().optional() }),
  sample: { parcelId: 'p-1' },
  answers: [parcelStored],
});
export const countParcel = parcels.request('count-parcel', { body: z.object({ parcelId: z.string() }), reply: z.object({ handled: z.int() }), refusals: ['not_found'] });
export const awaitParcel = parcels.request('await-parcel', { body: z.object({ parcelId: z.string() }), reply: z.object({ arrived: z.boolean() }) });

const parcelSchema = z.object({ handled: z.int(), requesters: z.array(z.object({ queue: z.string(), correlationId: z.string() })) });

const storedParcels = aggregate({ collection: 'parcels', state: parcelSchema });

@Injectable()
export class Parcels extends repositoryOf(storedParcels) {}

/** What a test makes the handler do, by the word in the command's `trouble`. */
@Injectable()
export class Troubles {
  readonly tried: string[] = [];
  readonly actions = new Map<string, () => unknown>([
    ['unknown error', () => { throw new Error('The shelf collapsed.'); }],
    ['retry later', () => { throw new RetryLater('The door is stuck.'); }],
    ['park', () => { throw new Park('The parcel ticks.'); }],
    ['refusal', () => { throw new DomainError('invalid_request', 'Parcels only.'); }],
    ['death', () => process.kill(process.pid, 'SIGKILL')],
  ]);
}

@Controller()
export class ParcelController {
  constructor(private readonly parcels: Parcels, private readonly troubles: Troubles) {}

  @OnMessage(storeParcel)
  async store(message: Envelope<z.infer<typeof storeParcel.body>>): Promise<unknown> {
    const { parcelId, trouble } = message.body;
    this.troubles.tried.push(parcelId);
    if (trouble !== undefined) await this.troubles.actions.get(trouble)?.();
    return this.parcels.change(parcelId, message, (current) => {
      const answer = [send(parcelStored, { parcelId })];
      if (current?.state.handled) return { send: answer };
      const replies = (current?.state.requesters ?? []).map((replyAddress) => ({ replyAddress, reply: { arrived: true } }));
      return { state: { handled: 1, requesters: [] }, send: [...answer, ...replies] };
    });
  }

  @OnMessage(parcelMoved)
  async moved({ body }: Envelope<z.infer<typeof parcelMoved.body>>): Promise<void> {
    this.troubles.tried.push(body.parcelId);
  }

  @OnRequest(countParcel)
  async count({ body }: RequestMessage<typeof countParcel>): Promise<{ handled: number }> {
    await this.troubles.actions.get(body.parcelId)?.();
    const parcel = await this.parcels.find(body.parcelId);
    if (parcel === null) throw new DomainError('not_found', 'There is no such parcel.', [{ field: 'parcelId', message: 'unknown' }]);
    return { handled: parcel.state.handled };
  }

  @OnRequest(awaitParcel)
  async waitFor(ask: RequestMessage<typeof awaitParcel>): Promise<typeof deferred> {
    await this.parcels.change(ask.body.parcelId, ask, (current) => ({
      state: { handled: current?.state.handled ?? 0, requesters: [...(current?.state.requesters ?? []), ask.replyAddress] },
    }));
    return deferred;
  }
}

@Module({
  imports: [ServiceModule.forRoot({ service: 'parcels', aggregates: [storedParcels] })],
  controllers: [ParcelController],
  providers: [Parcels, Troubles],
})
export class ParcelsModule {}
