import { z } from 'zod';
import { expectSuccess } from '../client/exchange.ts';
import { OperatorClient } from '../client/index.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { placeOf, readStackFile } from '../stack/index.ts';

const verificationSchema = z.object({ ok: z.boolean(), records: z.int(), lastHash: z.string().nullable(), breach: z.string().nullable(), open: z.array(z.string()) });
type Verification = z.output<typeof verificationSchema>;

const verdictOf = ({ ok, records, lastHash, breach, open }: Verification): string => {
  if (!ok) return `BROKEN: ${breach ?? 'unknown'}`;
  const interrupted = open.length === 0 ? '' : `, ${open.length} without an outcome`;
  return `whole: ${records} records${interrupted}, last hash ${lastHash ?? '–'}`;
};

/** Verifies the audit log of every tenant of the running stack; exit code 1 unless all of them are whole. */
await runCommand(async () => {
  const stack = await readStackFile(placeOf('stack').stackFile);
  if (stack === null) throw new Error('No stack runs here: start one by npm run up.');
  const verified = await Promise.all(Object.keys(stack.tenants).map(async (tenantId) => {
    const answer = await new OperatorClient(stack, tenantId).ask('/audit/verification');
    return { tenantId, verification: expectSuccess('Verifying', answer, verificationSchema) };
  }));
  for (const { tenantId, verification } of verified) process.stdout.write(`${tenantId}: ${verdictOf(verification)}\n`);
  if (verified.some(({ verification }) => !verification.ok)) throw new ReportedFailure();
});
