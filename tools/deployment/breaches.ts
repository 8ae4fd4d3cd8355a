import { breachesOfCode } from './against-code.ts';
import { Holdings, type Manifest } from './manifest.ts';
import { breachesOfEdge, breachesOfMonitoring, breachesOfPods, breachesOfScaling } from './manifest-rules.ts';
import { breachesOfNetwork } from './network-policies.ts';
import { workloadsOf } from './workload.ts';

/** What manifests say otherwise than the code and our own rules; what their schemas object to is found by itself, for all at once. */
export async function breachesOf(manifests: readonly Manifest[]): Promise<string[]> {
  const { workloads, breaches } = workloadsOf(manifests, new Holdings(manifests));
  return [
    ...breaches,
    ...(await breachesOfCode(workloads)),
    ...breachesOfPods(manifests, workloads),
    ...(await breachesOfScaling(manifests, workloads)),
    ...breachesOfEdge(manifests, workloads),
    ...breachesOfNetwork(manifests, workloads),
    ...breachesOfMonitoring(manifests, workloads),
  ];
}
