/** As much of Express's router as is needed to ask what it serves. */
export interface RouteLayer {
  match(path: string): boolean;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> } | undefined;
}

/** What takes even CONNECT takes everything: it is middleware on its way to a route, and serves nothing by itself. */
const isMiddleware = (methods: Readonly<Record<string, boolean>>): boolean => methods['connect'] === true;

/** The methods that are served at a path, as for an `Allow` header; empty when nothing is. */
export function allowedMethods(layers: readonly RouteLayer[], path: string): string[] {
  const methods = new Set<string>();
  for (const layer of layers) {
    if (!layer.route || isMiddleware(layer.route.methods) || !layer.match(path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
