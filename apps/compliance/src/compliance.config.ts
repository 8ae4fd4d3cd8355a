import { ConfigError, type ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';

const environmentSchema = z.object({
  CLAMD_URL: z.url({ protocol: /^tcp$/, error: 'a tcp:// address with a port' }).refine((url) => new URL(url).port !== '', 'a tcp:// address with a port').optional(),
  SCREENING_URL: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional(),
});

/** Compliance's own environment variables. Only the sandbox does without them. */
export class ComplianceConfig {
  /** Where clamd listens. */
  readonly clamd: { readonly host: string; readonly port: number } | null;
  /** Base address of a Watchman server. */
  readonly screeningUrl: string | null;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor({ sandbox }: Pick<ServiceConfig, 'sandbox'>, environment: NodeJS.ProcessEnv = process.env) {
    const read = environmentSchema.safeParse(environment);
    const wrong = new Map(read.error?.issues.map((issue) => [issue.path.join('.'), issue.message]));
    for (const name of ['CLAMD_URL', 'SCREENING_URL'] as const) {
      if (!sandbox && environment[name] === undefined) wrong.set(name, 'set outside of the sandbox');
    }
    if (!read.success || wrong.size > 0) {
      throw new ConfigError(`compliance cannot start: ${[...wrong].map(([name, expected]) => `${name} must be ${expected}`).join(', ')}.`);
    }
    const { CLAMD_URL, SCREENING_URL } = read.data;
    this.clamd = CLAMD_URL === undefined ? null : { host: new URL(CLAMD_URL).hostname, port: Number(new URL(CLAMD_URL).port) };
    this.screeningUrl = SCREENING_URL ?? null;
  }
}
