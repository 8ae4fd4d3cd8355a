import type { BodyOf } from '@sluice/contract-kit';
import type { screen, Stage } from '@sluice/contract-compliance';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { Rules } from './rules.js';

export const ruleNames = ['amount_up_front', 'purpose_other', 'new_counterparty', 'amount_in_review'] as const;
export type RuleName = (typeof ruleNames)[number];

/** What a rule looks at. `askedBefore` names the rules that made us ask for documents at an earlier stage. */
export interface Subject extends Pick<BodyOf<typeof screen>, 'dialect' | 'amount' | 'purpose'> {
  readonly knownDestination: boolean;
  readonly askedBefore: readonly RuleName[];
}

export interface Demand {
  readonly type: string;
  readonly description: string;
}

interface Rule {
  readonly stage: Stage;
  readonly demands: Demand;
  readonly applies: (subject: Subject, rules: Rules) => boolean;
}

const invoice = { type: 'INVOICE', description: 'Please provide invoice or receipt for this payment' };

const isOver = (amount: MoneyJson, threshold: string | null): boolean =>
  threshold !== null && Money.fromJson(amount).compare(Money.parse(threshold, amount.currency)) > 0;

/** Every rule: when it looks, what makes it ask, and for which document. */
export const ruleTable: Readonly<Record<RuleName, Rule>> = {
  amount_up_front: { stage: 'up-front', demands: invoice, applies: ({ amount }, { upFrontOver }) => isOver(amount, upFrontOver) },
  purpose_other: {
    stage: 'up-front',
    demands: { type: 'PURPOSE_EVIDENCE', description: 'Please provide a document that shows the purpose of this payment' },
    applies: ({ amount, purpose }, { otherOver }) => purpose === 'OTHER' && isOver(amount, otherOver),
  },
  new_counterparty: {
    stage: 'up-front',
    demands: { type: 'RELATIONSHIP_EVIDENCE', description: 'Please provide a document that shows your relationship to this counterparty' },
    applies: ({ knownDestination }, { newCounterparty }) => newCounterparty && !knownDestination,
  },
  // The same invoice is not asked for twice: an amount that was vouched for up front is not questioned again.
  amount_in_review: {
    stage: 'in-review',
    demands: invoice,
    applies: ({ amount, askedBefore }, { inReviewOver }) => isOver(amount, inReviewOver) && !askedBefore.includes('amount_up_front'),
  },
};

/** The rules that ask for documents at this stage, in the table's order; none for a dialect that is never asked. */
export function rulesThatAsk(stage: Stage, subject: Subject, rules: Rules): RuleName[] {
  if (!rules.dialects.includes(subject.dialect)) return [];
  return ruleNames.filter((name) => ruleTable[name].stage === stage && ruleTable[name].applies(subject, rules));
}
