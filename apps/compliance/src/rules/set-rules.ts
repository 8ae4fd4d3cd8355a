import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import type { setRules } from '@sluice/contract-compliance';
import { ruleVersionOf, type RuleSettings } from './rules.js';

/** The settings after being told these ones: an older revision, or the same one again, changes nothing. */
export function settingsAfter(current: RuleSettings, told: AskOf<typeof setRules>): RuleSettings {
  const { revision, ...rules } = told;
  return revision > current.revision ? { revision, rules } : current;
}

export const inForce = (settings: RuleSettings): ReplyOf<typeof setRules> => ({
  ...settings.rules, revision: settings.revision, ruleVersion: ruleVersionOf(settings),
});
