import { readEnvironment, secret, type EnvironmentPart } from '@sluice/service-host';
import { z } from 'zod';
import type { Credentials } from './credentials.js';

const TOKEN = 'a token of printable characters';
const TEXT = 'a text that is not empty';
const ADDRESS = 'an http(s) address';
const CERTIFICATE = 'certificates in PEM';
const KEY = 'a private key in PEM';

const token = z.string(TOKEN).regex(/^[\x21-\x7e]+$/, TOKEN).optional();
const text = z.string(TEXT).min(1, TEXT).optional();
const certificates = z.string(CERTIFICATE).regex(/-----BEGIN CERTIFICATE-----/, CERTIFICATE).optional();
const privateKey = z.string(KEY).regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, KEY).optional();

type Variables = Readonly<Record<string, z.ZodType<string | undefined>>>;

/** @param provider in the descriptions: `the bank`. */
function variablesOf(prefix: string, provider: string): Variables {
  const withOauth = `needed with \`${prefix}_OAUTH_TOKEN_URL\``;
  return {
    [`${prefix}_TOKEN`]: secret(token, `A bearer token that ${provider} knows us by`),
    [`${prefix}_OAUTH_TOKEN_URL`]: z.url({ protocol: /^https?$/, error: ADDRESS }).optional().describe(`Where tokens for ${provider} are had by OAuth2 client credentials, in place of \`${prefix}_TOKEN\``),
    [`${prefix}_OAUTH_CLIENT_ID`]: text.describe(`Who we are there; ${withOauth}`),
    [`${prefix}_OAUTH_CLIENT_SECRET`]: secret(text, `Our secret there; ${withOauth}`),
    [`${prefix}_OAUTH_SCOPE`]: text.describe('The scope that the tokens are to have'),
    [`${prefix}_TLS_CERT`]: secret(certificates, `The certificate that ${provider} knows us by (mutual TLS), with those between it and its root`),
    [`${prefix}_TLS_KEY`]: secret(privateKey, `Its private key; needed with \`${prefix}_TLS_CERT\``),
    [`${prefix}_TLS_CA`]: secret(certificates, `Who signed the certificate of ${provider}, where the system does not know them; with \`${prefix}_TLS_CERT\` only`),
  };
}

/** What is optional alone and wrong, or needed, together with something else. */
function mistakesOf(prefix: string, given: NodeJS.ProcessEnv): Record<string, string> {
  const has = (name: string): boolean => given[`${prefix}_${name}`] !== undefined;
  const isPlain = (name: string): boolean => given[`${prefix}_${name}`]?.startsWith('http:') === true;
  const mistakes: [string, string, boolean][] = [
    ['TOKEN', `absent where ${prefix}_OAUTH_TOKEN_URL is given`, has('TOKEN') && has('OAUTH_TOKEN_URL')],
    ['OAUTH_CLIENT_ID', TEXT, has('OAUTH_TOKEN_URL') && !has('OAUTH_CLIENT_ID')],
    ['OAUTH_CLIENT_SECRET', TEXT, has('OAUTH_TOKEN_URL') && !has('OAUTH_CLIENT_SECRET')],
    ['OAUTH_TOKEN_URL', ADDRESS, !has('OAUTH_TOKEN_URL') && (has('OAUTH_CLIENT_ID') || has('OAUTH_CLIENT_SECRET') || has('OAUTH_SCOPE'))],
    ['TLS_KEY', KEY, has('TLS_CERT') && !has('TLS_KEY')],
    ['TLS_CERT', CERTIFICATE, !has('TLS_CERT') && (has('TLS_KEY') || has('TLS_CA'))],
    ['URL', `an https address where ${prefix}_TLS_CERT is given`, has('TLS_CERT') && isPlain('URL')],
    ['OAUTH_TOKEN_URL', `an https address where ${prefix}_TLS_CERT is given`, has('TLS_CERT') && isPlain('OAUTH_TOKEN_URL')],
  ];
  return Object.fromEntries(mistakes.filter(([, , isWrong]) => isWrong).map(([name, expected]) => [`${prefix}_${name}`, expected]));
}

/** The variables `<PREFIX>_TOKEN`, `<PREFIX>_OAUTH_*` and `<PREFIX>_TLS_*`: how a provider knows us. All of them may be absent. */
export const credentialsEnvironment = (prefix: string, provider: string): EnvironmentPart<Variables> =>
  ({ variables: variablesOf(prefix, provider), rule: (given) => mistakesOf(prefix, given) });

/** Undefined where none are given. @throws ConfigError naming every variable that is missing or wrong, without its value. */
export function readCredentials(service: string, prefix: string, environment: NodeJS.ProcessEnv = process.env): Credentials | undefined {
  const read = readEnvironment(service, credentialsEnvironment(prefix, ''), environment);
  const of = (name: string): string | undefined => read[`${prefix}_${name}`];
  const [bearer, tokenUrl, cert, key] = [of('TOKEN'), of('OAUTH_TOKEN_URL'), of('TLS_CERT'), of('TLS_KEY')];
  if (bearer === undefined && tokenUrl === undefined && cert === undefined) return undefined;
  return {
    ...(bearer === undefined ? {} : { bearer }),
    ...(tokenUrl === undefined ? {} : { oauth: { tokenUrl, clientId: of('OAUTH_CLIENT_ID') ?? '', clientSecret: of('OAUTH_CLIENT_SECRET') ?? '', scope: of('OAUTH_SCOPE') } }),
    ...(cert === undefined || key === undefined ? {} : { tls: { cert, key, ca: of('TLS_CA') } }),
  };
}
