import { newId, numericId } from '@sluice/kernel';

/**
 * The ids a request gives to what it makes, chosen before anything happens: a request that is repeated under its idempotency
 * key uses them again, and the services below know that they have done it already.
 */
export interface RequestIds {
  readonly uuid: string;
  /** 15 digits, for ids such as `wth_…`. */
  readonly digits: string;
}

export const newRequestIds = (): RequestIds => ({ uuid: newId(), digits: numericId('') });
