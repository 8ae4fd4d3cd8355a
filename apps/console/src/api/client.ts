import { operatorClient, OperatorError } from '@sluice/clients/operators';

interface FieldProblem { readonly field: string; readonly message: string }

/** Why the gateway refused, in its words. */
export class Problem extends Error {
  constructor(readonly status: number, title: string, readonly detail: string, readonly fields: readonly FieldProblem[] = []) {
    super(detail === '' ? title : detail);
  }
}

/** In memory alone: a page that is loaded anew asks for it again. */
let key = '';
/** None for the key's own. */
let tenant = '';
let onRefused = (): void => undefined;

export const useKey = (given: string, refused: () => void): void => {
  [key, tenant] = [given, ''];
  onRefused = refused;
};

/** What is asked for from now on is this tenant's. */
export const useTenant = (id: string): void => {
  tenant = id;
};

async function fetchWithKey(request: Request): Promise<Response> {
  request.headers.set('authorization', `Bearer ${key}`);
  if (tenant !== '') request.headers.set('sluice-tenant', tenant);
  const response = await fetch(request).catch((error: unknown) => {
    if (request.signal.aborted) throw error;
    throw new Problem(0, 'The gateway cannot be reached.', '');
  });
  if (response.status === 401) onRefused();
  return response;
}

/** The operators' API of the gateway that served this page. A person sees what failed and asks again: nothing is repeated behind their back. */
export const client = operatorClient({ url: '', key: '', attempts: 1, fetch: fetchWithKey });

const problemOf = ({ status, body }: OperatorError): Problem => new Problem(status, body.title, body.detail, body.errors);

/** What a call is answered. @throws Problem when it is refused, or the gateway is not there */
export const said: typeof client.value = (call) =>
  client.value(call).catch((error: unknown) => {
    throw error instanceof OperatorError ? problemOf(error) : error;
  });
