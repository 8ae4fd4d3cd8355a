/** One place in a source file that the next release has otherwise. It must be there once, or the edit has become wrong. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const before = (file: string, find: string, added: string): Edit => ({ file, find, replace: `${added}${find}` });
const after = (file: string, find: string, added: string): Edit => ({ file, find, replace: `${find}${added}` });

const intake = 'apps/intake/src';
const account = `${intake}/account-withdrawals/account-withdrawal`;
const sourcing = 'apps/liquidity/src/sourcing';

/** A command and its answer, which liquidity has its plans weighed by. */
const message = before('libs/contracts/liquidity/src/index.ts', 'export const liquidityReturned = ', `
export const planWeighed = service.answer('plan-weighed', z.object({ weighedAt: z.iso.datetime() }), { weighedAt: '2026-01-15T10:30:00.000Z' });
export const weighPlan = service.command('weigh-plan', { body: z.object({ accountId: idSchema }), sample: { accountId: 'acc_1' }, answers: [planWeighed] });
`);

/** A field of plans, which liquidity stores, and one deep in withdrawals, which intake does. */
const fields = [
  after(`${sourcing}/account-plan.ts`, '  accountId: z.string(),\n', '  weighedAt: z.iso.datetime().optional(),\n'),
  after(`${sourcing}/account-plan.ts`, "import { liquidityReturned, ", 'planWeighed, '),
  before(`${sourcing}/account-plan.ts`, '/** Gives a plan up for good', `
export function weighedPlan(known: Plan | null): Change<Plan> {
  if (known === null) throw new DomainError('not_found', 'There is no such plan.');
  const weighedAt = known.weighedAt ?? new Date().toISOString();
  return { ...(known.weighedAt === undefined && { state: { ...known, weighedAt } }), send: [send(planWeighed, { weighedAt })] };
}
`),
  after(`${sourcing}/sourcing.controller.ts`, 'returnLiquidity, sourceLiquidity,', ' weighPlan,'),
  after(`${sourcing}/sourcing.controller.ts`, 'import { returnedPlan, sourcedPlan, ', 'weighedPlan, '),
  before(`${sourcing}/sourcing.controller.ts`, '  @OnMessage(returnLiquidity)', `
  @OnMessage(weighPlan)
  async weigh(message: Envelope<BodyOf<typeof weighPlan>>): Promise<void> {
    await this.plans.change(withdrawalOf(message), message, (current) => weighedPlan(planFor(message, current)));
  }

`),
  before(`${intake}/engine/withdrawal-details.ts`, '  sourceLegs: z.array(sourceLegSchema),\n', '  weighedAt: timeSchema.optional(),\n'),
];

/** A state of withdrawals from an account: between sourcing and delivering, for those that began under the second version. */
const state = [
  after(`${account}.commands.ts`, 'import { returnLiquidity, sourceLiquidity', ', weighPlan'),
  after(`${account}.commands.ts`, 'export const commands = {\n', '  weighPlan: command(weighPlan, ({ accountId }) => ({ accountId })),\n'),
  after(`${account}.commands.ts`, '  ...sharedAssign,\n', "  weight: ({ weighedAt }: Messages['liquidity.plan-weighed']): Assigned => ({ weighedAt }),\n"),
  after(`${account}.saga.ts`, "  | 'sourcing' ", "| 'weighing' "),
  after(`${account}.saga.ts`, "const sourcings = [", "'liquidity.plan-weighed', "),
  { file: `${account}.saga.ts`, find: "'liquidity.liquidity-sourced': { to: 'delivering',", replace: "'liquidity.liquidity-sourced': { to: 'weighing'," },
  before(`${account}.saga.ts`, '  delivering: {\n', `
  weighing: {
    phase: 'sourcing', ledgerHold: 'open', since: { version: 2, instead: 'delivering' },
    send: commands.weighPlan, timeout: '10m', onTimeout: 'weighing',
    on: { 'liquidity.plan-weighed': { to: 'delivering', assign: assign.weight } }, ignore: upToSourcing,
  },
`),
  { file: `${account}.saga.ts`, find: '  version: 1, starts:', replace: '  version: 2, starts:' },
];

/** A kind of event that intake does not handle any more, so that its binding is not wanted by this release. */
const binding = { file: `${intake}/relays/relays.controller.ts`, find: '  @OnMessage(walletMoved)\n', replace: '' };

/** The release that is rolled out beside this one, and back. */
export const nextRelease: readonly Edit[] = [message, ...fields, ...state, binding];
/** Its state, and those of its fields that hold what it was told. */
export const added = { state: 'weighing', field: 'weighedAt' } as const;
