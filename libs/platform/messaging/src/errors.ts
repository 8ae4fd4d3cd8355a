/** Too early: what the message needs is not there yet. It is tried again after at most half a minute, for hours, at no cost to its attempts. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
}

/** The message can never be handled: it goes to the dead-letter store at once. `cause` is what operators group by. */
export class Park extends Error {
  override readonly name = 'Park';

  constructor(cause: string) {
    super(cause);
  }
}

/** A type, version or word that this instance does not know: a newer one that does may be on its way. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
}

/** The handler has not returned for so long that it never may. It may have done its work all the same. */
export class HandlerOverdue extends Error {
  override readonly name = 'HandlerOverdue';
}

/** No queue is bound for the message yet; whoever handles it has not started for the first time. */
export class Unroutable extends Error {
  override readonly name = 'Unroutable';
}

/** The broker did not confirm the message: it may or may not have arrived, so it must be sent again. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
}

/** No reply came in time. The request may have been handled all the same; it is safe to repeat. */
export class RequestTimedOut extends Error {
  override readonly name = 'RequestTimedOut';
}

/** The service that was asked failed. The request is safe to repeat. */
export class RequestFailed extends Error {
  override readonly name: string = 'RequestFailed';
}

/** The service that was asked is away, or without its database, or has too many requests waiting: it was not asked, or did nothing. */
export class ServiceAway extends RequestFailed {
  override readonly name = 'ServiceAway';
}
