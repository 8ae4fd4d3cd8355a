import type { IIoK8sApiCoreV1Container } from 'kubernetes-models/v1/Container';
import type { IIoK8sApiCoreV1PodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IIoK8sApiCoreV1ResourceRequirements } from 'kubernetes-models/v1/ResourceRequirements';
import type { IIoK8sApimachineryPkgApisMetaV1ObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

type Patched = Partial<IIoK8sApiCoreV1Container> & { readonly name: string };

/** What we use of the resource of RabbitMQ's cluster operator, for which there are no published types. */
export interface IRabbitmqCluster {
  readonly apiVersion: 'rabbitmq.com/v1beta1';
  readonly kind: 'RabbitmqCluster';
  readonly metadata: IIoK8sApimachineryPkgApisMetaV1ObjectMeta;
  readonly spec: {
    readonly replicas: number;
    readonly image?: string;
    readonly persistence?: { readonly storage?: string; readonly storageClassName?: string };
    readonly resources?: IIoK8sApiCoreV1ResourceRequirements;
    readonly rabbitmq?: { readonly additionalConfig?: string; readonly additionalPlugins?: readonly string[] };
    readonly override?: {
      readonly statefulSet?: {
        readonly spec?: {
          readonly template?: {
            readonly spec?: { readonly securityContext?: IIoK8sApiCoreV1PodSecurityContext; readonly containers: readonly Patched[]; readonly initContainers?: readonly Patched[] };
          };
        };
      };
    };
  };
}
