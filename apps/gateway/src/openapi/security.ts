/** A path of the gateway as it is seen from where the document is read. */
export type SeenAt = (path: string) => string;

/** How callers prove themselves, as OpenAPI says it. */
export interface Security {
  /** What the scheme is called in the document. */
  readonly name: string;
  /** `at` says how the reader has to write a path of the gateway. */
  readonly scheme: (at: SeenAt) => object;
  /** What a route that is open to this scope needs of a caller's token. */
  readonly needs: (scope: string) => readonly string[];
}

/** OAuth 2.0 client credentials with these scopes. */
export function clientCredentials(tokenUrl: string, scopes: readonly string[]): Security {
  const described = Object.fromEntries(scopes.map((scope) => [scope, scope.replace(':', ', ')]));
  return { name: 'oauth2', scheme: (at) => ({ type: 'oauth2', flows: { clientCredentials: { tokenUrl: at(tokenUrl), scopes: described } } }), needs: (scope) => [scope] };
}

/** One token that opens everything. */
export const fixedToken: Security = { name: 'token', scheme: () => ({ type: 'http', scheme: 'bearer' }), needs: () => [] };
