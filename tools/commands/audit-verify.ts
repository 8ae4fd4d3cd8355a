import type { OperatorShapes } from '@sluice/clients/operators';
import { OperatorCaller } from '../client/index.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { placeOf, readStackFile } from '../stack/index.ts';

const verdictOf = ({ ok, records, lastHash, breach, open }: OperatorShapes['AuditVerification']): string => {
  if (!ok) return `BROKEN: ${breach ?? 'unknown'}`;
  const interrupted = open.length === 0 ? '' : `, ${open.length} without an outcome`;
  return `whole: ${records} records${interrupted}, last hash ${lastHash ?? '–'}`;
};

/** Verifies the audit log of every tenant of the running stack; exit code 1 unless all of them are whole. */
await runCommand(async () => {
  const stack = await readStackFile(placeOf('stack').stackFile);
  if (stack === null) throw new Error('No stack runs here: start one by npm run up.');
  const verified = await Promise.all(Object.keys(stack.tenants).map(async (tenantId) => {
    const { api } = new OperatorCaller(stack, tenantId);
    return { tenantId, verification: await api.value(api.GET('/audit/verification')) };
  }));
  for (const { tenantId, verification } of verified) process.stdout.write(`${tenantId}: ${verdictOf(verification)}\n`);
  if (verified.some(({ verification }) => !verification.ok)) throw new ReportedFailure();
});
