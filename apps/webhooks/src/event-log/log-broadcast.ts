import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LOGGED, type Logged } from '@sluice/contract-webhooks';
import { Broadcasts } from '@sluice/messaging';
import { EventLog, type LoggedBatch } from './event-log.js';
import type { KnownChange } from './logged-event.js';

const loggedChange = ({ id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at }: KnownChange): Logged['changes'][number] =>
  ({ id, withdrawalId, dialect, dialectId, sequence, phase, hold, amount, at: at.toISOString() });

/** Tells the gateway's instances what is in the log now, for operators who watch it. Nothing waits for it. */
@Injectable()
export class LogBroadcast implements OnModuleInit {
  constructor(private readonly log: EventLog, private readonly broadcasts: Broadcasts) {}

  onModuleInit(): void {
    this.log.onLogged(({ tenantId, changes }: LoggedBatch) => {
      const body: Logged = { tenantId, changes: changes.map(({ event }) => loggedChange(event)) };
      this.broadcasts.send(LOGGED, body, 'gateway');
      return Promise.resolve();
    });
  }
}
