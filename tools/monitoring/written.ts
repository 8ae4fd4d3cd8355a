import { dashboards } from './dashboards.ts';
import { ruleFile, ruleManifest } from './rules.ts';

/** Files that are written by `npm run generate`, by their paths in the repository. */
export const writtenFiles = (): Readonly<Record<string, string>> => ({
  'tools/monitoring/written/rules.yml': ruleFile(),
  'k8s/overlays/production/alerts.yaml': ruleManifest(),
  ...Object.fromEntries(Object.entries(dashboards).map(([name, dashboard]) => [`tools/monitoring/written/${name}.json`, `${JSON.stringify(dashboard, null, 1)}\n`])),
});
