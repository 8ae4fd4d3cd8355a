import { Controller, Get, Injectable, Logger, Module } from '@nestjs/common';
import { contractOf, send, type Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { inBackground } from '@sluice/telemetry';
import { z } from 'zod';

/** A small service to try the host with. */
const greeter = contractOf('greeter');
export const greeted = greeter.answer('guest-greeted', z.object({}), {});
export const greet = greeter.command('greet-guest', { body: z.object({ name: z.string() }), sample: { name: 'Ada' }, answers: [greeted] });

const guests = aggregate({ collection: 'guests', state: z.object({ name: z.string() }), indexes: [[{ tenantId: 1, name: 1 }, { unique: true }]] });

@Injectable()
export class Guests extends repositoryOf(guests) {}

@Controller()
export class GreetController {
  private readonly logger = new Logger('Greeter');

  constructor(private readonly guests: Guests) {}

  @OnMessage(greet)
  async greet(message: Envelope<z.infer<typeof greet.body>>): Promise<void> {
    this.logger.log({ msg: 'A guest came.', password: 'open sesame', nested: { token: 'abc' } });
    await this.guests.change(message.id, message, () => ({ state: { name: message.body.name }, send: [send(greeted, {})] }));
  }

  @Get('forgetful')
  forgetful(): string {
    Promise.withResolvers().reject(new Error('Nobody awaits this.'));
    return 'gone';
  }

  @Get('careful')
  careful(): string {
    inBackground(this.logger, 'What nobody waits for', () => Promise.reject(new Error('The database is away.')));
    return 'begun';
  }

  @Get('slow')
  async slow(): Promise<string> {
    this.logger.log('A slow guest came.');
    await new Promise((resolve) => setTimeout(resolve, 500));
    return 'at last';
  }
}

@Module({
  imports: [ServiceModule.forRoot({ service: 'greeter', aggregates: [guests] })],
  controllers: [GreetController],
  providers: [Guests],
})
export class GreeterModule {}
