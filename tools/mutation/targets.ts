/** What is mutated together, and the unit tests that must notice. */
export interface MutationTarget {
  /** Files and globs below the root. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/** The parts that decide about money. */
export const mutationTargets: Readonly<Record<string, MutationTarget>> = {
  money: { mutate: ['libs/kernel/src/money.ts'], tests: ['libs/kernel/src/money.unit.spec.ts'] },
  saga: { mutate: ['libs/saga/src/{saga,step,edges,walk}.ts'], tests: ['libs/saga/src/{edges,step,versions,walk}.unit.spec.ts'] },
  ledger: {
    mutate: ['apps/ledger/src/accounts/{account,book,pending-entries}.ts', 'apps/ledger/src/holds/{hold,hold-commands}.ts', 'apps/ledger/src/credits/credit.ts', 'apps/ledger/src/journal/{entry,system-account}.ts', 'apps/ledger/src/books/books.ts'],
    tests: ['apps/ledger/src/**/!(*interleavings).unit.spec.ts'],
  },
  planner: {
    mutate: ['apps/liquidity/src/sourcing/{account-plan,estimate,reservation,source-plan}.ts', 'apps/liquidity/src/wallets/{allocations,holdings,sources}.ts'],
    tests: ['apps/liquidity/src/{sourcing,wallets,legs}/*.unit.spec.ts'],
  },
  'cash-raising': { mutate: ['apps/liquidity/src/cash-raising/{cash-raising,sale-order,sale-planning}.ts'], tests: ['apps/liquidity/src/{cash-raising,portfolios}/*.unit.spec.ts'] },
};
