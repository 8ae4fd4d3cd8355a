import { Module, type DynamicModule } from '@nestjs/common';
import { BankController } from './bank/bank.controller.js';
import { Bank } from './bank/bank.js';
import { Callbacks } from './bank/callbacks.js';
import { ControlController } from './control/control.controller.js';
import { Faults } from './control/faults.js';
import { Tenants } from './control/tenants.js';
import { HealthController } from './health.controller.js';
import { SimulatorsOptions } from './simulators.options.js';

/** The outside world, one folder for each part of it. */
@Module({})
export class SimulatorsModule {
  static with(options: SimulatorsOptions): DynamicModule {
    return {
      module: SimulatorsModule,
      controllers: [HealthController, ControlController, BankController],
      providers: [{ provide: SimulatorsOptions, useValue: options }, Tenants, Faults, Bank, Callbacks],
    };
  }
}
