import { Controller, Injectable, Module } from '@nestjs/common';
import { contractOf, send, type Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { z } from 'zod';

/** A small service in which it shows when a message has an effect twice, or none: tills that payments are put into. */
const contract = contractOf('tills');
const payment = { tillId: 'till-1', paymentId: 'p-1' };
const paymentSchema = z.object({ tillId: z.string(), paymentId: z.string() });
export const paidIn = contract.answer('paid-in', paymentSchema, payment);
export const payIn = contract.command('pay-in', { body: paymentSchema, sample: payment, answers: [paidIn] });

const tills = aggregate({ collection: 'tills', state: z.object({ payments: z.array(z.string()) }) });

@Injectable()
export class Tills extends repositoryOf(tills) {}

@Controller()
export class PayInController {
  constructor(private readonly tills: Tills) {}

  @OnMessage(payIn)
  async payIn(message: Envelope<z.infer<typeof payIn.body>>): Promise<void> {
    const { tillId, paymentId } = message.body;
    await this.tills.change(tillId, message, (current) => {
      const payments = current?.state.payments ?? [];
      const answer = [send(paidIn, { tillId, paymentId })];
      return payments.includes(paymentId) ? { send: answer } : { state: { payments: [...payments, paymentId] }, send: answer };
    });
  }
}

@Module({
  imports: [ServiceModule.forRoot({ service: 'tills', aggregates: [tills] })],
  controllers: [PayInController],
  providers: [Tills],
})
export class TillsModule {}
