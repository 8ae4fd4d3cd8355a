/** A message of a burn, as the bridge's service gives it. */
export interface ServiceMessage {
  readonly nonce: string;
  /** Absent while it is not attested. */
  readonly attested?: { readonly message: string; readonly attestation: string };
  readonly delayReason?: string | undefined;
}

/** The bridge's attestation service. Every method throws when the service cannot be asked. */
export abstract class AttestationService {
  /** Every message of the transaction; none while the service has not seen it. */
  abstract messagesOf(sourceDomain: number, transaction: string, tenantId: string): Promise<ServiceMessage[]>;
  /** Asks for a new attestation of a message that is stuck or has expired. */
  abstract reattest(nonce: string, tenantId: string): Promise<void>;
  /** Least fee of a fast transfer, in hundredths of a percent. */
  abstract fastFeeBps(sourceDomain: number, destinationDomain: number, tenantId: string): Promise<bigint>;
}
