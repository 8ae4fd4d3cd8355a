import { operatorClient, OperatorError, type OperatorClient } from '@sluice/clients/operators';
import { ReportedFailure } from '../running/run-command.ts';
import { placeOf } from '../stack/place.ts';
import { readStackFile } from '../stack/stack-file.ts';

/** What the exit code says beyond 1, which is any other failure. */
export const exitCodes = { usage: 2, away: 3, refused: 4 } as const;

/** Ends the command with this sentence. */
export function fail(sentence: string, code: number): never {
  process.stderr.write(`${sentence}\n`);
  throw new ReportedFailure(code);
}

/** An operator does not want to wait long to hear that nothing answers. */
const ATTEMPTS = 3;

/** The tenant of the local stack that is meant where none is named. */
const LOCAL_TENANT = 'acme';

const isAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The gateway that SLUICE_URL and SLUICE_OPS_KEY name; without them the stack that runs here. */
export async function connected(tenant: string | undefined): Promise<OperatorClient> {
  const { SLUICE_URL: url, SLUICE_OPS_KEY: key } = process.env;
  const settings = { attempts: ATTEMPTS, ...given({ tenant }) };
  if (url !== undefined && key !== undefined && isAddress(url)) return operatorClient({ url: url.replace(/\/+$/, ''), key, ...settings });
  if (url !== undefined || key !== undefined) fail('SLUICE_URL has to be the address of a gateway, and SLUICE_OPS_KEY an operator’s key.', exitCodes.usage);
  const stack = await readStackFile(placeOf('stack').stackFile);
  const found = stack?.tenants[tenant ?? LOCAL_TENANT];
  if (stack === null || found === undefined) fail(`No stack with a tenant ${tenant ?? LOCAL_TENANT} runs here: set SLUICE_URL and SLUICE_OPS_KEY, or start one by npm run up.`, exitCodes.usage);
  return operatorClient({ url: stack.gateway, key: found.ops.key, attempts: ATTEMPTS });
}

/** Only what was given, as a query or a body has it. */
export const given = <Of extends object>(of: Of): { [Name in keyof Of]?: Exclude<Of[Name], undefined> } =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as { [Name in keyof Of]?: Exclude<Of[Name], undefined> };

/** A failure of a call as one sentence. Anything else is a defect, and goes on as it is. */
export function reportFailure(error: unknown): never {
  if (error instanceof OperatorError) fail(error.message, exitCodes.refused);
  if (error instanceof TypeError && error.message === 'fetch failed') fail('The gateway does not answer: is SLUICE_URL right, and is it running?', exitCodes.away);
  if (error instanceof DOMException && error.name === 'TimeoutError') fail('The gateway does not answer in time.', exitCodes.away);
  throw error;
}
