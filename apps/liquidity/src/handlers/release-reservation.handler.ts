import { Controller } from '@nestjs/common';
import { releaseReservation, reservationReleased } from '@sluice/contract-liquidity';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Reservations } from '../adapters/reservations.store.js';
import { ReservationProcess } from '../reservation/reserving.js';

@Controller()
export class ReleaseReservationHandler {
  constructor(private readonly reserving: ReservationProcess, private readonly reservations: Reservations) {}

  /** Answered last, when the value is free: whoever hears of it may withdraw it again. */
  @OnMessage(releaseReservation)
  async handle(message: Envelope<BodyOf<typeof releaseReservation>>): Promise<void> {
    const { body } = message;
    await this.reserving.close(body, message);
    await this.reservations.change(body.reservationId, message, () => ({ send: [send(reservationReleased, body)] }));
  }
}
