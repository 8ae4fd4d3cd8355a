/** What the services call a field, and what Bultra calls it; a field not named here is already Bultra's own. */
const names: ReadonlyMap<string, string> = new Map([
  ['accountId', 'account_id'],
  ['destinationId', 'counterparty_id'],
  ['counterpartyId', 'counterparty_id'],
  ['customerId', 'customer_id'],
  ['owner', 'customer_id'],
  ['supportedRails', 'supported_rails'],
  ['name', 'profile.name'],
  ['relationship', 'profile.relationship_to_customer'],
  ['after', 'starting_after'],
  ['routingNumber', 'account.routing_number'],
  ['accountNumber', 'account.account_number'],
  ['sortCode', 'account.sort_code'],
  ['iban', 'account.iban'],
  ['bic', 'account.bic'],
  ['filename', 'file'],
]);

/** Bultra's name for a field a service complained about. */
export const fieldOf = (canonical: string): string => names.get(canonical.replace(/^numbers\./, '')) ?? canonical;
