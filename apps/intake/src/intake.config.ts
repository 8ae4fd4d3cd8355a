import { Injectable } from '@nestjs/common';
import { environmentOf, readEnvironment } from '@sluice/service-host';
import { z } from 'zod';

/** How many withdrawals are worked on at once, how many more may wait, and for how long. */
export interface TurnLimits {
  /** Of one tenant while others have work too. */
  readonly underWay: number;
  readonly waiting: number;
  readonly waitMs: number;
  /** A tenant that has begun nothing for so long leaves the rest to the others. */
  readonly presentForMs: number;
  /** What has not changed for so long goes on elsewhere, or waits for something. */
  readonly forgottenAfterMs: number;
}

const WANTED = 'a whole number from 1 to 1000';
const variables = {
  UNDER_WAY_PER_TENANT: z.coerce.number(WANTED).int(WANTED).min(1, WANTED).max(1_000, WANTED).default(4).describe('Withdrawals of one tenant that are begun at a time while other tenants are active'),
};

/** All that intake reads from its environment. */
export const intakeEnvironment = environmentOf('intake', { variables });

/** What intake reads from its environment beside what every service reads. */
@Injectable()
export class IntakeConfig {
  /** An answer to a request is given, or refused, before its gateway stops waiting for it. */
  readonly turns: TurnLimits;

  /** @throws ConfigError */
  constructor() {
    const { UNDER_WAY_PER_TENANT: underWay } = readEnvironment('intake', { variables });
    this.turns = { underWay, waiting: 70, waitMs: 8_000, presentForMs: 10_000, forgottenAfterMs: 5_000 };
  }
}
