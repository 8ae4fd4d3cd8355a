import { Controller } from '@nestjs/common';
import { reconcile, type Reconciliation } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Reconciler } from '../checking/reconciler.js';

@Controller()
export class ReconcileHandler {
  constructor(private readonly reconciler: Reconciler) {}

  @OnRequest(reconcile)
  handle(ask: Ask<typeof reconcile>): Promise<Reconciliation> {
    return this.reconciler.reconcile(ask.body.id, ask);
  }
}
