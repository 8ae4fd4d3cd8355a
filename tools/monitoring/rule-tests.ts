import { stringify } from 'yaml';
import type { Alert, Series } from './alert.ts';
import { annotationsOf, allAlerts } from './rules.ts';

/** By then whatever has to last for a while has, and every window of a burn rate but the longest is full. */
const EVALUATED_AT = '40m';

const filled = (text: string, labels: Readonly<Record<string, string>>): string => text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '');

function caseOf(alert: Alert, series: Series, labels: Readonly<Record<string, string>> | null) {
  const { summary, runbook } = annotationsOf(alert);
  const fired = labels === null ? [] : [{ exp_labels: { ...labels, severity: alert.severity }, exp_annotations: { summary: filled(summary, labels), runbook } }];
  return {
    name: `${alert.name} ${labels === null ? 'is quiet' : 'fires'}`, interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [{ eval_time: EVALUATED_AT, alertname: alert.name, exp_alerts: fired }],
  };
}

/** What `promtool test rules` is told: each alert in a case in which it fires and in one in which it does not. */
export const ruleTests = (ruleFile: string, tested: readonly Alert[] = allAlerts): string => stringify({
  rule_files: [ruleFile], evaluation_interval: '1m',
  tests: tested.flatMap((alert) => [caseOf(alert, alert.fires.series, alert.fires.labels), caseOf(alert, alert.isQuiet, null)]),
}, { lineWidth: 0 });
