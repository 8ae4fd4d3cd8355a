import { readFile } from 'node:fs/promises';
import { overFetch, type Sent } from '@sluice/providers';
import { z } from 'zod';

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Keys that are valid for a while. */
export interface TemporaryKeys extends S3Keys {
  readonly expiresAt: Date;
}

/** What a workload is given in place of keys, by AWS's own variables. */
export type WorkloadIdentity =
  | { readonly kind: 'web-identity'; readonly tokenFile: string; readonly roleArn: string; readonly stsUrl: string; readonly sessionName: string }
  | { readonly kind: 'container'; readonly url: string; readonly tokenFile?: string | undefined };

const TIMEOUT_MS = 5_000;
const LONGEST_ANSWER_BYTES = 100_000;

/** Keys are replaced so long before they expire, or once half of their life is over where that is later. */
const EARLY_MS = 300_000;

/** Letters of keys and tokens as AWS makes them: none of them is escaped in XML. */
const VALUE = '([A-Za-z0-9+/=_.:-]+)';
const valueOf = (xml: string, name: string): string | undefined => new RegExp(`<${name}>${VALUE}</${name}>`).exec(xml)?.[1];

const keysSchema = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1), sessionToken: z.string().min(1), expiresAt: z.coerce.date() });
const containerSchema = z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), Token: z.string(), Expiration: z.string() });

/** @throws Error without what was answered, which may hold a secret */
async function answered(what: string, url: string, request: Pick<Sent, 'method' | 'headers' | 'body'>): Promise<string> {
  const { status, text } = await overFetch({ ...request, url: new URL(url), signal: AbortSignal.timeout(TIMEOUT_MS), longestBytes: LONGEST_ANSWER_BYTES });
  if (status !== 200) throw new Error(`${what} answered ${status} ${valueOf(text, 'Code') ?? ''}`.trimEnd());
  return text;
}

/** The token is read anew each time: it is replaced while we run. */
async function exchanged(identity: WorkloadIdentity): Promise<TemporaryKeys> {
  const token = identity.tokenFile === undefined ? undefined : (await readFile(identity.tokenFile, 'utf8')).trim();
  if (identity.kind === 'container') {
    const text = await answered('The container’s credentials', identity.url, { method: 'GET', headers: token === undefined ? {} : { authorization: token } });
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration: expiresAt } = containerSchema.parse(JSON.parse(text));
    return keysSchema.parse({ accessKeyId, secretAccessKey, sessionToken, expiresAt });
  }
  const { stsUrl, roleArn, sessionName } = identity;
  const body = new URLSearchParams({ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: roleArn, RoleSessionName: sessionName, WebIdentityToken: token ?? '' }).toString();
  const xml = await answered('AWS STS', stsUrl, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  return keysSchema.parse({ accessKeyId: valueOf(xml, 'AccessKeyId'), secretAccessKey: valueOf(xml, 'SecretAccessKey'), sessionToken: valueOf(xml, 'SessionToken'), expiresAt: valueOf(xml, 'Expiration') });
}

/** The keys of a workload: fetched when they are first needed and again before they expire, once however many wait for them. */
export class WorkloadKeys {
  private current: { readonly keys: TemporaryKeys; readonly replacedAt: number } | undefined;
  private coming: Promise<TemporaryKeys> | undefined;

  constructor(private readonly identity: WorkloadIdentity, private readonly now: () => number = Date.now) {}

  /** @throws Error while no keys can be had and none are valid */
  async keys(): Promise<TemporaryKeys> {
    const { current } = this;
    if (current !== undefined && this.now() < current.replacedAt) return current.keys;
    this.coming ??= this.fetched().finally(() => (this.coming = undefined));
    return this.coming.catch((error: unknown) => {
      if (current !== undefined && this.now() < current.keys.expiresAt.getTime()) return current.keys;
      throw error;
    });
  }

  private async fetched(): Promise<TemporaryKeys> {
    const keys = await exchanged(this.identity);
    const [now, expiresAt] = [this.now(), keys.expiresAt.getTime()];
    this.current = { keys, replacedAt: Math.max(expiresAt - EARLY_MS, now + (expiresAt - now) / 2) };
    return keys;
  }
}
