/** The call ended without an answer that can be relied on: the provider may or may not have done what was requested. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown';
}

/**
 * The provider's circuit is open, and this call was not made. It is an unknown outcome all the same: an earlier call under the
 * same key may have reached the provider, so whoever stored an intent inquires about it later, as after any other silence.
 */
export class CircuitOpen extends OutcomeUnknown {
  override readonly name = 'CircuitOpen';
}
