import { allowedMethods, type ExpressApp } from '../src/http/problem.filter.js';
import type { GatewayUnderTest } from './gateway-under-test.js';

/** `GET /v1/accounts`, everything that is served under a prefix, in the document's way of writing. */
export function servedOperations(gateway: GatewayUnderTest, prefix: string): string[] {
  const { router } = gateway.service.app.getHttpAdapter().getInstance() as ExpressApp;
  const paths = [...new Set(router.stack.flatMap(({ route }) => route?.path ?? []))].filter((path) => path.startsWith(`${prefix}/`));
  const methods = (path: string): string[] => allowedMethods(router.stack.filter(({ route }) => route?.path === path), path.replaceAll(/:\w+/g, 'x')).filter((method) => method !== 'HEAD');
  return paths.flatMap((path) => methods(path).map((method) => `${method} ${path.slice(prefix.length).replaceAll(/:(\w+)/g, '{$1}')}`)).sort();
}
