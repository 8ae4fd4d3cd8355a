import { documentsEnvironment } from '@sluice/document-store';
import { environmentOf, outsideSandbox, readEnvironment, retentionDays, type ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';

const TCP = 'a tcp:// address with a port';

const variables = {
  CLAMD_URL: outsideSandbox(z.url({ protocol: /^tcp$/, error: TCP }).refine((url) => URL.canParse(url) && new URL(url).port !== '', TCP).describe('Where clamd scans uploads; without it a scanner that knows the EICAR test string')),
  SCREENING_URL: outsideSandbox(z.url({ protocol: /^https?$/, error: 'an http(s) address' }).describe('A Watchman server, API version 2; without it an invented list of names')),
  RETAIN_DOCUMENTS_DAYS: retentionDays(5 * 365 + 1, 'How long uploaded documents are kept, since the first of the withdrawal was asked for; the duty is five years in many countries'),
};

/** All that compliance reads from its environment. */
export const complianceEnvironment = environmentOf('compliance', { variables }, documentsEnvironment);

/** Compliance's own environment variables. Only the sandbox does without them. */
export class ComplianceConfig {
  /** Where clamd listens. */
  readonly clamd: { readonly host: string; readonly port: number } | null;
  /** Base address of a Watchman server. */
  readonly screeningUrl: string | null;
  /** How long uploaded documents are kept. */
  readonly documentDays: number;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor({ sandbox }: Pick<ServiceConfig, 'sandbox'>, environment: NodeJS.ProcessEnv = process.env) {
    const { CLAMD_URL, SCREENING_URL, RETAIN_DOCUMENTS_DAYS } = readEnvironment('compliance', { variables }, environment, sandbox);
    this.clamd = CLAMD_URL === undefined ? null : { host: new URL(CLAMD_URL).hostname, port: Number(new URL(CLAMD_URL).port) };
    this.screeningUrl = SCREENING_URL ?? null;
    this.documentDays = RETAIN_DOCUMENTS_DAYS;
  }
}
