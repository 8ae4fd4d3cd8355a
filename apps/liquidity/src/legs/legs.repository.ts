import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { legSchema } from './leg.js';

export const legs = aggregate({ collection: 'legs', state: legSchema });

/** Attempts of payout legs to source their group, by `<legId>/<attempt>`. */
@Injectable()
export class Legs extends repositoryOf(legs) {}
