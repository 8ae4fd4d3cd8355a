import { rulesSchema, type screen, type setRules, type Stage } from '@sluice/contract-compliance';
import type { RequestOf, BodyOf, ReplyOf } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import { z } from 'zod';

/** A tenant's rules as they stand in the database; revision 0 is what every tenant begins with. */
export const ruleSettingsSchema = z.object({ revision: z.int().min(0), rules: rulesSchema });

export type RuleSettings = z.output<typeof ruleSettingsSchema>;
export type Rules = RuleSettings['rules'];

/** Changes whenever `ruleTable` does: a screening names the table and the settings it was decided by. */
const TABLE_VERSION = 1;

export const initialRules: RuleSettings = {
  revision: 0,
  rules: { dialects: ['bultra'], upFrontOver: '50000.00', inReviewOver: '10000.00', otherOver: null, newCounterparty: false, autoReview: true },
};

/** `<table>.<revision of the tenant's settings>`, e.g. `1.4`. */
export const ruleVersionOf = ({ revision }: RuleSettings): string => `${TABLE_VERSION}.${revision}`;

/** The settings after these are set: an older revision, or the same one again, changes nothing. */
export function settingsAfter(current: RuleSettings, given: RequestOf<typeof setRules>): RuleSettings {
  const { revision, ...rules } = given;
  return revision > current.revision ? { revision, rules } : current;
}

export const inForce = (settings: RuleSettings): ReplyOf<typeof setRules> => ({
  ...settings.rules, revision: settings.revision, ruleVersion: ruleVersionOf(settings),
});

export const ruleNames = ['amount_up_front', 'purpose_other', 'new_counterparty', 'amount_in_review'] as const;
export type RuleName = (typeof ruleNames)[number];

/** What a rule depends on. `earlierReasons` names the rules that required documents at an earlier stage. */
export interface Subject extends Pick<BodyOf<typeof screen>, 'dialect' | 'amount' | 'purpose'> {
  readonly knownDestination: boolean;
  readonly earlierReasons: readonly RuleName[];
}

export interface RequiredDocument {
  readonly type: string;
  readonly description: string;
}

interface Rule {
  readonly stage: Stage;
  readonly requires: RequiredDocument;
  readonly applies: (subject: Subject, rules: Rules) => boolean;
}

const invoice = { type: 'INVOICE', description: 'Please provide invoice or receipt for this payment' };

const isOver = (amount: MoneyJson, threshold: string | null): boolean =>
  threshold !== null && Money.fromJson(amount).compare(Money.parse(threshold, amount.currency)) > 0;

/** Every rule: its stage, when it applies, and which document it requires. */
export const ruleTable: Readonly<Record<RuleName, Rule>> = {
  amount_up_front: { stage: 'up-front', requires: invoice, applies: ({ amount }, { upFrontOver }) => isOver(amount, upFrontOver) },
  purpose_other: {
    stage: 'up-front',
    requires: { type: 'PURPOSE_EVIDENCE', description: 'Please provide a document that shows the purpose of this payment' },
    applies: ({ amount, purpose }, { otherOver }) => purpose === 'OTHER' && isOver(amount, otherOver),
  },
  new_counterparty: {
    stage: 'up-front',
    requires: { type: 'RELATIONSHIP_EVIDENCE', description: 'Please provide a document that shows your relationship to this counterparty' },
    applies: ({ knownDestination }, { newCounterparty }) => newCounterparty && !knownDestination,
  },
  // The same invoice is not required twice: an amount that was documented up front needs no other.
  amount_in_review: {
    stage: 'in-review',
    requires: invoice,
    applies: ({ amount, earlierReasons }, { inReviewOver }) => isOver(amount, inReviewOver) && !earlierReasons.includes('amount_up_front'),
  },
};

/** The rules that require documents at this stage, in the table's order; none for a dialect without documents. */
export function rulesRequiringDocuments(stage: Stage, subject: Subject, rules: Rules): RuleName[] {
  if (!rules.dialects.includes(subject.dialect)) return [];
  return ruleNames.filter((name) => ruleTable[name].stage === stage && ruleTable[name].applies(subject, rules));
}
