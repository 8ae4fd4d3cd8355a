import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { BraidCaller, BultraCaller, fundedCustomer, fundedPortfolio, gapsOf, lifeOf, OperatorCaller, rootsOf, until, WealthKernelCaller, type TraceSpan } from '../client/index.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { placeOf, readStackFile, type StackFile } from '../stack/index.ts';

const EXPORTED_WITHIN_MS = 30_000;

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const spanSchema = z.object({
  spanID: z.string(), operationName: z.string(), processID: z.string(), tags: z.array(z.object({ key: z.string(), value: valueSchema })),
  references: z.array(z.object({ refType: z.string(), traceID: z.string(), spanID: z.string() })),
});
/** What Jaeger answers to a search, as far as it is looked at. */
const foundSchema = z.object({
  data: z.array(z.object({ traceID: z.string(), spans: z.array(spanSchema), processes: z.record(z.string(), z.object({ serviceName: z.string() })) })),
});
type Found = z.output<typeof foundSchema>['data'][number];

/** What Jaeger calls a reference to a span of another trace is a link and no parent. */
const spansOf = ({ traceID, spans, processes }: Found): TraceSpan[] => spans.map(({ spanID, operationName, processID, tags, references }) => ({
  spanId: spanID, parentSpanId: references.find((reference) => reference.refType === 'CHILD_OF' && reference.traceID === traceID)?.spanID,
  name: operationName, service: processes[processID]?.serviceName ?? '', attributes: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
}));

/** The trace in which a withdrawal's tag stands beside that of its first state: every later request that reads it has a trace with its tag, too. */
async function traceTagged(jaegerUrl: string, withdrawalId: string, traceId: string): Promise<TraceSpan[]> {
  const query = new URLSearchParams({ service: 'intake', tags: JSON.stringify({ 'sluice.withdrawal.id': withdrawalId, 'sluice.saga.version': '1' }) });
  const answer = await fetch(`${jaegerUrl}/api/traces?${query.toString()}`);
  if (!answer.ok) throw new Error(`Jaeger answers ${answer.status} to a search: ${await answer.text()}`);
  const found = foundSchema.parse(await answer.json()).data.find(({ traceID }) => traceID === traceId);
  return found === undefined ? [] : spansOf(found);
}

/** One withdrawal of each dialect, carried to its end. Hands back their ids. */
async function carried(stack: StackFile, operator: OperatorCaller): Promise<string[]> {
  const acme = stack.tenants['acme'];
  if (acme === undefined) throw new Error('The stack has no tenant acme.');
  const [bultra, wealthkernel, braid] = [new BultraCaller(stack, acme.bultra), new WealthKernelCaller(stack, acme.wealthkernel), new BraidCaller(stack, 'acme')];
  const account = async (): Promise<string> => {
    const { accountId, counterpartyId } = await fundedCustomer(bultra, operator, '100.00');
    const { id } = await bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount: '60.00', rail: 'ACH' });
    await bultra.accepted(id);
    return (await bultra.ended(id)).id;
  };
  const portfolio = async (): Promise<string> => {
    const { portfolioId } = await fundedPortfolio(wealthkernel, operator, { cash: { GBP: '500.00' } });
    return (await wealthkernel.ended(await wealthkernel.requested({ portfolioId, consideration: { currency: 'GBP', amount: 200 } }))).id;
  };
  const wallet = async (): Promise<string> => {
    const { id: walletId } = await braid.openWallet('usdz');
    await operator.depositOnChain(walletId, '100.00', { chain: 'arbitrum' });
    const { id } = await braid.withdrawn(walletId, { amount: '60', chain: 'ethereum', toAddress: `0x${randomBytes(20).toString('hex')}` });
    return (await braid.ended(walletId, id)).id;
  };
  return Promise.all([account(), portfolio(), ...(Object.keys(stack.chains).length > 0 ? [wallet()] : [])]);
}

/** Looks a withdrawal up in Jaeger and tells what is there. True where its trace is whole. */
async function verify(jaegerUrl: string, operator: OperatorCaller, anyId: string): Promise<boolean> {
  const look = async () => {
    const { id, traceId, rows } = await lifeOf(operator, anyId);
    const spans = await traceTagged(jaegerUrl, id, traceId);
    return { traceId, rows, spans, gaps: gapsOf(rows, spans) };
  };
  const isWhole = ({ gaps }: Awaited<ReturnType<typeof look>>): boolean => gaps.length === 0;
  const { traceId, rows, spans, gaps } = await until('the whole trace is in Jaeger', look, isWhole, { withinMs: EXPORTED_WITHIN_MS, everyMs: 500 }).catch(look);
  const [root] = rootsOf(spans);
  progress(`${gaps.length === 0 ? '✓' : '✗'} ${anyId}: ${spans.length} spans of ${new Set(spans.map(({ service }) => service)).size} services under ${root?.name ?? 'no root'}, ${rows.length} rows of its timeline; ${jaegerUrl}/trace/${traceId}`);
  for (const gap of gaps) progress(`  ${gap}`);
  return gaps.length === 0;
}

/** Finds withdrawals in the stack's Jaeger by their tag, those named or else one of each dialect, and checks that their traces are whole; exit code 1 unless all are. */
await runCommand(async () => {
  const stack = await readStackFile(placeOf('stack').stackFile);
  if (stack?.traces === undefined) throw new Error('No stack with a Jaeger runs here: start one by npm run up -- --jaeger.');
  const operator = new OperatorCaller(stack, 'acme');
  const named = process.argv.slice(2);
  const verdicts: boolean[] = [];
  for (const id of named.length > 0 ? named : await carried(stack, operator)) verdicts.push(await verify(stack.traces, operator, id));
  if (verdicts.includes(false)) throw new ReportedFailure();
});
