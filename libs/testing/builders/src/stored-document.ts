import { StateCodec, type Aggregate, type AggregateDocument } from '@sluice/persistence';

/** The fields of a stored document after a change, as a repository writes them: with what this program does not know left as it is. */
export function storedAfter<S extends object>({ state, upcasters }: Aggregate<S>, stored: object, change: (state: S) => S = (same) => ({ ...same })): object {
  const codec = new StateCodec(state, upcasters);
  const document = { _id: 'one', tenantId: 'acme', version: 1, outbox: [], cause: {}, ...stored } as AggregateDocument;
  return codec.writeOver(document, change(codec.read(document).state)).fields;
}
