/** The world failed: the message is tried again later, with growing delays, a bounded number of times. */
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
  override readonly name = 'RequestFailed';
}
