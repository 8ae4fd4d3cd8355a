/** The key that access tokens are signed with, the same for every instance of the gateway. */
export abstract class SigningKey {
  abstract bytes(): Promise<Uint8Array>;
}
