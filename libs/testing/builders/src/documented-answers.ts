import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What came back over HTTP, as far as a document speaks of it. */
export interface SeenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

interface DocumentedAnswer {
  readonly headers: Readonly<Record<string, { readonly required: boolean; readonly schema: object }>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface DocumentedOperation {
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly servers: readonly [{ readonly url: string }];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const mediaTypeOf = ({ headers }: SeenAnswer): string => (headers.get('content-type') ?? '').split(';')[0] ?? '';

/** A schema that leaves open which of its words is said. */
function withoutWords(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutWords);
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'enum' && key !== 'const').map(([key, value]) => [key, withoutWords(value)]));
}

/** The media types and bodies that anything is refused with, whatever their words. */
function errorShapesOf({ paths }: OpenApi): object[] {
  const answers = Object.values(paths).flatMap((operations) => Object.values(operations)).flatMap(({ responses }) => Object.entries(responses)).filter(([status]) => Number(status) >= 400);
  const shapes = answers.flatMap(([, { content = {} }]) => Object.entries(content)).map(([mediaType, { schema }]) =>
    JSON.stringify({ type: 'object', required: ['body'], properties: { mediaType: { const: mediaType }, body: withoutWords(schema) } }));
  return [...new Set(shapes)].map((text) => JSON.parse(text) as object);
}

/** Holds answers against the document that the gateway serves. */
export class DocumentedAnswers {
  /** `GET /v1/accounts 200`, each status of each operation that was seen. */
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  /** By its schema's text: a schema is compiled once, however many answers are held against it. */
  private readonly compiled = new Map<string, ValidateFunction>();

  readonly document: OpenApi;
  private readonly errorShapes: readonly object[];

  constructor(document: OpenApi) {
    this.document = document;
    this.errorShapes = errorShapesOf(document);
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

  /** The operation that serves a path of the gateway; undefined where the document has none. A path that is written out is that path under every method, and never an id of the one beside it. */
  operationAt(method: string, path: string): string | undefined {
    const [{ url }] = this.document.servers;
    const below = path.replace(/[?#].*$/s, '');
    const fits = (template: string): boolean => new RegExp(`^${escaped(url)}${template.split(/\{\w+\}/).map(escaped).join('[^/]+')}/?$`, 'i').test(below);
    const fitting = Object.keys(this.document.paths).filter(fits);
    const written = fitting.filter((template) => !template.includes('{'));
    const found = (written.length > 0 ? written : fitting).find((template) => this.document.paths[template]?.[method.toLowerCase()] !== undefined);
    return found === undefined ? undefined : `${method} ${found}`;
  }

  /** Everything in which the answer is not as documented; empty when it is. */
  differences(operation: string, answer: SeenAnswer): string[] {
    const documented = this.operation(operation).responses[String(answer.status)];
    if (!documented) return [`${operation} answered ${answer.status}, which is not documented: ${answer.text}`];
    this.seen.add(`${operation} ${answer.status}`);
    return [...this.inHeaders(documented, answer), ...this.inBody(documented, answer)].map((difference) => `${operation} ${answer.status}: ${difference}`);
  }

  /** Everything in which the answer to what is no operation is not such as the others are refused with. */
  refusalDifferences(answer: SeenAnswer): string[] {
    if (answer.status !== 404 && answer.status !== 405 && answer.status !== 400) return [`what is not served was answered with ${answer.status}: ${answer.text}`];
    const wrong = this.errorShapes.map((shape) => this.wrong(shape, { mediaType: mediaTypeOf(answer), body: answer.body }));
    const nearest = wrong.sort((one, other) => one.length - other.length)[0] ?? [];
    return nearest.map((difference) => `what is not served was answered with ${answer.status} ${answer.text}: ${difference}`);
  }

  private operation(operation: string): DocumentedOperation {
    const [method = '', path = ''] = operation.split(' ');
    const found = this.document.paths[path]?.[method.toLowerCase()];
    if (!found) throw new Error(`${operation} is not documented.`);
    return found;
  }

  private inHeaders({ headers }: DocumentedAnswer, answer: SeenAnswer): string[] {
    return Object.entries(headers).flatMap(([name, { required, schema }]) => {
      const value = answer.headers.get(name);
      if (value === null) return required ? [`${name} is missing`] : [];
      return this.wrong(schema, value).map((error) => `${name} ${error}`);
    });
  }

  private inBody({ content }: DocumentedAnswer, answer: SeenAnswer): string[] {
    if (!content) return answer.text === '' ? [] : [`there is a body: ${answer.text}`];
    const type = mediaTypeOf(answer);
    const media = content[type];
    if (!media) return [`the content type is ${type}`];
    return media.schema ? this.wrong(media.schema, answer.body) : [];
  }

  private wrong(schema: object, value: unknown): string[] {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"urn:sluice:document#/components/');
    const validate = this.compiled.get(text) ?? this.ajv.compile(JSON.parse(text) as object);
    this.compiled.set(text, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }
}
