import { isRoutingNumber } from '@sluice/kernel';
import { z } from 'zod';

const routingNumber = z.string().refine(isRoutingNumber, 'must be a routing number');

/** Who pays: our own name and our accounts at the bank, one for each currency. Part of the service's configuration. */
export const originatorSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9 .-]*[A-Za-z0-9][A-Za-z0-9 .-]*$/).max(70),
  usd: z.object({
    routingNumber,
    accountNumber: z.string().regex(/^\d{4,17}$/),
    bankName: z.string().regex(/^[A-Za-z0-9 .-]{1,23}$/),
    /** Ten characters by which the bank knows us in ACH files. */
    companyId: z.string().regex(/^[A-Z0-9]{10}$/),
  }),
  gbp: z.object({ sortCode: z.string().regex(/^\d{6}$/), accountNumber: z.string().regex(/^\d{8}$/) }),
  eur: z.object({
    iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/),
    bic: z.string().regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/),
  }),
});
export type Originator = z.output<typeof originatorSchema>;

/** Who pays in the sandbox. Numbers that pass every check and belong to nobody. */
export const sandboxOriginator: Originator = originatorSchema.parse({
  name: 'Sluice Payments',
  usd: { routingNumber: '091000019', accountNumber: '4400012345', bankName: 'Sandbox Bank NA', companyId: '1472583690' },
  gbp: { sortCode: '200000', accountNumber: '55779911' },
  eur: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
});
