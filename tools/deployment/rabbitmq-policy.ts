import type { IIoK8sApimachineryPkgApisMetaV1ObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/** What we use of a policy of RabbitMQ's messaging topology operator, for which there are no published types. */
export interface IPolicy {
  readonly apiVersion: 'rabbitmq.com/v1beta1';
  readonly kind: 'Policy';
  readonly metadata: IIoK8sApimachineryPkgApisMetaV1ObjectMeta;
  readonly spec: {
    readonly name: string;
    readonly vhost: string;
    readonly pattern: string;
    readonly applyTo: 'queues';
    readonly priority: number;
    /** Words of the broker's own, as in `rabbitmqctl set_policy`. */
    readonly definition: { readonly 'delivery-limit'?: number; readonly 'max-length'?: number };
    readonly rabbitmqClusterReference: { readonly name: string };
  };
}
