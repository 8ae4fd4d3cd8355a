import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { allowedMethods, type RouteLayer } from '../src/http/problem.filter.js';
import type { Answer, GatewayUnderTest } from './gateway-under-test.js';

interface DocumentedAnswer {
  readonly headers: Readonly<Record<string, { readonly required: boolean; readonly schema: object }>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface DocumentedOperation {
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Holds answers against the document that the gateway serves. */
export class DocumentedAnswers {
  /** `GET /v1/accounts 200`, each status of each operation that was seen. */
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(readonly document: OpenApi) {
    (addFormats as unknown as { default: (ajv: Ajv2020) => void }).default(this.ajv);
    this.ajv.addFormat('base64', true);
    this.ajv.addSchema({ $id: 'urn:sluice:document', components: document.components });
  }

  /** `POST /v1/accounts`, every operation of the document. */
  operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)).sort();
  }

  statuses(): string[] {
    return this.operations().flatMap((operation) => Object.keys(this.operation(operation).responses).map((status) => `${operation} ${status}`)).sort();
  }

  /** Everything in which the answer is not as documented; empty when it is. */
  differences(operation: string, answer: Answer): string[] {
    const documented = this.operation(operation).responses[String(answer.status)];
    if (!documented) return [`${operation} answered ${answer.status}, which is not documented: ${answer.text}`];
    this.seen.add(`${operation} ${answer.status}`);
    return [...this.inHeaders(documented, answer), ...this.inBody(documented, answer)].map((difference) => `${operation} ${answer.status}: ${difference}`);
  }

  private operation(operation: string): DocumentedOperation {
    const [method = '', path = ''] = operation.split(' ');
    const found = this.document.paths[path]?.[method.toLowerCase()];
    if (!found) throw new Error(`${operation} is not documented.`);
    return found;
  }

  private inHeaders({ headers }: DocumentedAnswer, answer: Answer): string[] {
    return Object.entries(headers).flatMap(([name, { required, schema }]) => {
      const value = answer.headers.get(name);
      if (value === null) return required ? [`${name} is missing`] : [];
      return this.wrong(schema, value).map((error) => `${name} ${error}`);
    });
  }

  private inBody({ content }: DocumentedAnswer, answer: Answer): string[] {
    if (!content) return answer.text === '' ? [] : [`there is a body: ${answer.text}`];
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const media = content[type];
    if (!media) return [`the content type is ${type}`];
    return media.schema ? this.wrong(media.schema, answer.body) : [];
  }

  private wrong(schema: object, value: unknown): string[] {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"urn:sluice:document#/components/');
    const validate: ValidateFunction = this.ajv.compile(JSON.parse(text) as object);
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }
}

interface ExpressApp {
  readonly router: { readonly stack: readonly (RouteLayer & { readonly route?: { readonly path: string | readonly string[] } | undefined })[] };
}

/** `GET /v1/accounts`, everything that is served under a prefix, in the document's way of writing. */
export function servedOperations(gateway: GatewayUnderTest, prefix: string): string[] {
  const { router } = gateway.service.app.getHttpAdapter().getInstance() as unknown as ExpressApp;
  const paths = [...new Set(router.stack.flatMap(({ route }) => route?.path ?? []))].filter((path) => path.startsWith(`${prefix}/`));
  const methods = (path: string): string[] => allowedMethods(router.stack.filter(({ route }) => route?.path === path), path.replaceAll(/:\w+/g, 'x')).filter((method) => method !== 'HEAD');
  return paths.flatMap((path) => methods(path).map((method) => `${method} ${path.slice(prefix.length).replaceAll(/:(\w+)/g, '{$1}')}`)).sort();
}
