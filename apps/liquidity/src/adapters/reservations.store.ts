import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { reservationSchema, type Reservation } from '../reservation/reservation.js';

export const RESERVATIONS = 'reservations';

export const reservationsSchema = aggregateSchema({
  walletId: String, status: String, asked: Object, groups: [Object], approvalPolicy: String, label: String, reason: String, unnamedLegs: [String],
});

/** What was answered to every reservation, by its id. */
@Injectable()
export class Reservations extends AggregateStore<Reservation> {
  constructor(@InjectModel(RESERVATIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, reservationSchema);
  }
}
