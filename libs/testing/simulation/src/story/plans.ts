import { Chance } from '../time/chance.js';
import { bankWays } from '../outside/bank.js';
import { custodianWays } from '../outside/custodian.js';
import type { AccountPlan } from './account-story.js';
import { chainWays } from '../outside/chain.js';
import type { PortfolioPlan } from './portfolio-story.js';
import type { WalletPlan } from './wallet-story.js';

export type Plan = AccountPlan | PortfolioPlan | WalletPlan;

const MOST_WITHDRAWALS = 2;
const WITHIN_MS = 20_000;

/** Most are small; some are asked for documents, which never come; one is more than there is. */
const amounts = ['120.50', '1.00', '2500.00', '9999.99', '12000.00', '51000.00', '99000.00', '250000.00'] as const;
const usual = ['120.50', '1.00', '2500.00'] as const;

function accountPlan(id: string, chance: Chance): AccountPlan {
  const isListed = chance.happens(0.12);
  return {
    kind: 'account', id, rail: chance.oneOf(['FPS', 'ACH']), amount: chance.happens(0.75) ? chance.oneOf(usual) : chance.oneOf(amounts),
    payee: isListed ? 'listed' : 'ordinary', bank: chance.happens(0.4) ? 'settles' : chance.oneOf(bankWays),
    operator: chance.oneOf(['clear', 'refuse', 'none']), accept: chance.happens(0.1) ? 'never' : chance.happens(0.15) ? 'twice' : 'once',
    cancelAfterMs: chance.happens(0.25) ? chance.below(WITHIN_MS) : null,
    operate: chance.happens(0.2) ? { action: chance.oneOf(['retry-step', 'fail', 'cancel']), afterMs: chance.below(WITHIN_MS) } : null,
  };
}

/** Small ones are cash; more has to be sold for; one is more than there is. */
const considerations = ['20.00', '45.00', '120.00', '301.25', '1001.00', '5000.00'] as const;

function portfolioPlan(id: string, chance: Chance): PortfolioPlan {
  return {
    kind: 'portfolio', id, portfolio: chance.happens(0.1) ? 'listed' : chance.oneOf(['cash', 'holdings', 'holdings']), amount: chance.happens(0.25) ? null : chance.oneOf(considerations),
    bank: chance.happens(0.5) ? 'settles' : chance.oneOf(bankWays),
    custodian: chance.happens(0.4) ? 'fills' : chance.oneOf(custodianWays),
    operator: chance.oneOf(['clear', 'refuse', 'none']), cancelAfterMs: chance.happens(0.3) ? chance.below(WITHIN_MS) : null,
    operate: chance.happens(0.2) ? { action: chance.oneOf(['retry-step', 'fail', 'cancel']), afterMs: chance.below(WITHIN_MS) } : null,
  };
}

function walletPlan(id: string, chance: Chance): WalletPlan {
  return {
    kind: 'wallet', id, wallet: chance.oneOf(['treasury', 'guarded']), amount: chance.oneOf(['10.000000', '250.000001', '600.000000', '5000.000000']),
    chain: chance.happens(0.4) ? 'delivers' : chance.oneOf(chainWays), vote: chance.oneOf(['approve', 'approve', 'reject', 'none']), retries: chance.happens(0.5),
    cancelAfterMs: chance.happens(0.3) ? chance.below(WITHIN_MS) : null, cancels: chance.oneOf(['withdrawal', 'leg']),
    operate: chance.happens(0.2) ? { action: chance.oneOf(['retry-step', 'fail', 'cancel']), afterMs: chance.below(WITHIN_MS) } : null,
  };
}

function planned(id: string, chance: Chance): Plan {
  const kind = chance.next();
  return kind < 0.45 ? accountPlan(id, chance) : kind < 0.75 ? portfolioPlan(id, chance) : walletPlan(id, chance);
}

/** What is withdrawn in the run of a seed. */
export function plansOf(seed: number): Plan[] {
  const chance = new Chance(seed, 'plans');
  return Array.from({ length: chance.between(1, MOST_WITHDRAWALS) }, (_, index) => planned(`w${index + 1}`, chance));
}
