import { join } from 'node:path';
import { z } from 'zod';
import { fundedCustomer } from '../../client/index.ts';
import { runProgram } from '../../running/run-program.ts';
import { readRecords, type AppName, type StackPlace } from '../../stack/index.ts';
import type { Row } from './report.ts';
import { bultraRow, type Bench } from './rows.ts';

const IN_FLIGHT = 64;

/** Who keeps a document of its own for each withdrawal from an account. */
const services: readonly AppName[] = ['intake', 'compliance', 'liquidity', 'payout'];

interface Template {
  readonly id: string;
  readonly kept: readonly string[];
}

/** A settled withdrawal. Another of the same account follows it, so that what they share was last changed for the other. */
async function template({ callers: { bultra, operator } }: Bench): Promise<Template> {
  const { accountId, counterpartyId } = await fundedCustomer(bultra, operator, '100.00', 'GBP');
  const settle = async (): Promise<string> => {
    const { id } = await bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount: '1.00', rail: 'FPS' });
    await bultra.accepted(id);
    await bultra.ended(id);
    return id;
  };
  const [first] = [await settle(), await settle()];
  const { customer_id: customerId } = await bultra.account(accountId);
  const { id } = await operator.withdrawal(first);
  return { id, kept: [accountId, counterpartyId, customerId, customerId.replace(/^cus_/, '')] };
}

/** @returns how many documents of each kind were stored. */
async function store({ id, kept }: Template, copies: number, place: StackPlace, signal: AbortSignal): Promise<Record<string, number>> {
  const records = await readRecords(place);
  const stored: Record<string, number> = {};
  for (const service of services) {
    const env = { ...records.find(({ name }) => name === service)?.env, SERVICE: service, TEMPLATE: id, KEPT: kept.join(','), COPIES: String(copies), LOG_LEVEL: 'silent' };
    const program = [process.execPath, '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'store-copies.main.ts')] as const;
    const { code, output } = await runProgram([...program], { signal, env });
    if (code !== 0) throw new Error(`Copies could not be stored in ${service}: ${output}`);
    for (const [name, count] of Object.entries(z.record(z.string(), z.number()).parse(JSON.parse(output)))) stored[`${service} ${name}`] = count;
  }
  return stored;
}

/** The row at 64 in flight with many stored withdrawals, against the same row just before they were stored. */
export async function growthRows(bench: Bench, place: StackPlace): Promise<Row[]> {
  const empty = await bultraRow(bench, IN_FLIGHT);
  const { stored: copies } = bench.extent;
  const stored = await store(await template(bench), copies, place, bench.signal);
  if (stored['intake withdrawals'] === undefined || Object.values(stored).some((count) => count < copies)) throw new Error(`Not all copies were stored: ${JSON.stringify(stored)}`);
  const grown = await bultraRow(bench, IN_FLIGHT);
  const share = Number(((grown.figures['perSecond'] ?? 0) / (empty.figures['perSecond'] ?? 1)).toFixed(3));
  return [
    { ...empty, row: `${empty.row}, before` },
    { ...grown, row: `${grown.row}, with ${copies} stored`, figures: { ...grown.figures, ofEmpty: share }, each: { ...grown.each, stored } },
  ];
}
