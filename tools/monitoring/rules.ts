import { stringify } from 'yaml';
import { type Alert, runbookOf } from './alert.ts';
import { alerts } from './alerts.ts';
import { burnAlerts, objectives, recordOf, windows } from './objectives.ts';

export const allAlerts: readonly Alert[] = [...alerts, ...burnAlerts];

export const annotationsOf = ({ name, summary }: Alert) => ({ summary, runbook: runbookOf(name) });

const alertRule = (alert: Alert) => ({
  alert: alert.name, expr: alert.expression, ...(alert.minutes > 0 && { for: `${alert.minutes}m` }), labels: { severity: alert.severity }, annotations: annotationsOf(alert),
});

const recordings = objectives.flatMap((objective) => windows.map((window) => ({ record: recordOf(objective, window), expr: objective.errors(window) })));

/** Every rule, as Prometheus reads them. */
const ruleGroups = [
  { name: 'sluice-objectives', rules: recordings },
  { name: 'sluice-alerts', rules: allAlerts.map(alertRule) },
];

const WRITTEN = '# Written by `npm run generate` from tools/monitoring.\n';

/** For a Prometheus that is told files. */
export const ruleFile = (): string => WRITTEN + stringify({ groups: ruleGroups }, { lineWidth: 0 });

/** For Prometheus' operator. */
export const ruleManifest = (): string =>
  WRITTEN + stringify({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'sluice' }, spec: { groups: ruleGroups } }, { lineWidth: 0 });
