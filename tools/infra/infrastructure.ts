/** Where a broker or a database comes from, in the order of choice. */
export type Way = 'given' | 'docker' | 'installed' | 'debian';

export type Progress = (line: string) => void;

export interface InfrastructureOptions {
  /** Data, logs, ports and process ids live here; the same folder finds the same instance again. */
  stateFolder: string;
  /** Whether the database waits for the disk; off only for tests that do not test durability. Default on. */
  durable?: boolean;
  /** Wipes data of an earlier run first. Never touches what was given by MONGODB_URI or AMQP_URL. */
  fresh?: boolean;
  /** Where MONGODB_URI and AMQP_URL are looked for; this process's environment unless told. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Nodes of a broker that is started here; as many as before unless told, and one the first time. */
  brokerNodes?: number | undefined;
  /** Called with one line for each step. */
  progress?: Progress;
}

export interface Infrastructure {
  mongodbUri: string;
  amqpUrl: string;
  /** RabbitMQ's management API without credentials; user and password are those of `amqpUrl`. */
  managementUrl?: string;
  brokerNodes?: readonly BrokerNode[];
  /** The way taken; where database and broker differ, the one that is not `given`. */
  way: Way;
  /** One sentence for people: which way was taken and why. */
  sentence: string;
  /** What runs on this machine because of us, by name: postgres, gateway, rabbitmq, epmd, mongod. */
  processes: Record<string, { pid: number }>;
  stop(): Promise<void>;
}

export interface DatabaseAddress {
  mongodbUri: string;
}

export interface BrokerAddress {
  amqpUrl: string;
  managementUrl?: string;
  /** Of each node, where the broker is started here: the process by its name, and its addresses. */
  brokerNodes?: readonly BrokerNode[];
}

export interface BrokerNode {
  process: string;
  /** As the broker calls it. */
  name: string;
  amqpUrl: string;
  managementUrl: string;
}

/** What every way of starting needs to know. */
export interface StartContext {
  stateFolder: string;
  durable: boolean;
  brokerNodes: number | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  progress: Progress;
}
