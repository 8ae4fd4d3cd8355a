import { Injectable, Module } from '@nestjs/common';
import { contractOf } from '@sluice/contract-kit';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { z } from 'zod';

/** A small service to try the stores with: tallies that are counted up, each count told to whoever asked. */
export const counted = contractOf('tallies').answer('tally-counted', z.object({ tallyId: z.string(), count: z.string() }), { tallyId: 't', count: '1' });

const tallySchema = z.object({
  /** Beyond what a JS number holds exactly; digits at rest. */
  count: z.codec(z.string(), z.bigint(), { decode: (digits) => BigInt(digits), encode: (count) => count.toString() }),
  code: z.string().optional(),
  note: z.string().optional(),
  firings: z.int().default(0),
  asker: z.string().nullable().default(null),
});

export type Tally = z.infer<typeof tallySchema>;

export const tally = (count: bigint, more: Partial<Tally> = {}): Tally => ({ count, firings: 0, asker: null, ...more });

export const tallies = aggregate({
  collection: 'tallies', state: tallySchema,
  indexes: [
    [{ tenantId: 1, code: 1 }, { unique: true, partialFilterExpression: { code: { $exists: true } } }],
  ],
});

@Injectable()
export class Tallies extends repositoryOf(tallies) {}

@Module({
  imports: [ServiceModule.forRoot({ service: 'tallies', aggregates: [tallies] })],
  providers: [Tallies],
  exports: [Tallies],
})
export class TalliesModule {}
