import { rulesSchema } from '@sluice/contract-compliance';
import { z } from 'zod';

/** A tenant's rules as they stand in the database; revision 0 is what everyone begins with. */
export const ruleSettingsSchema = z.object({ revision: z.int().min(0), rules: rulesSchema });

export type RuleSettings = z.output<typeof ruleSettingsSchema>;
export type Rules = RuleSettings['rules'];

/** Changes whenever `rule-table.ts` does: a judgement names the table and the settings it was made by. */
const TABLE_VERSION = 1;

export const initialRules: RuleSettings = {
  revision: 0,
  rules: { dialects: ['bultra'], upFrontOver: '50000.00', inReviewOver: '10000.00', otherOver: null, newCounterparty: false, autoReview: true },
};

/** `<table>.<revision of the tenant's settings>`, e.g. `1.4`. */
export const ruleVersionOf = ({ revision }: RuleSettings): string => `${TABLE_VERSION}.${revision}`;
