export interface BrokerPorts {
  amqp: number;
  management: number;
  prometheus: number;
  distribution: number;
  epmd: number;
}

/** The contents of `enabled_plugins`, an Erlang term. */
export const ENABLED_PLUGINS = '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_consistent_hash_exchange].\n';

export const nodeNameOf = ({ amqp }: BrokerPorts): string => `sluice-${amqp}@localhost`;

/** A node that starts for the first time looks for the others here. */
function clusterSettings(all: readonly BrokerPorts[]): Record<string, string> {
  if (all.length < 2) return {};
  const settings: Record<string, string> = { 'cluster_formation.peer_discovery_backend': 'classic_config' };
  for (const [index, ports] of all.entries()) settings[`cluster_formation.classic_config.nodes.${index + 1}`] = nodeNameOf(ports);
  return settings;
}

/** The contents of `rabbitmq.conf` of one node among all. */
export function brokerSettings(ports: BrokerPorts, all: readonly BrokerPorts[] = [ports]): string {
  const settings: Record<string, string | number> = {
    ...clusterSettings(all),
    'listeners.tcp.default': `127.0.0.1:${ports.amqp}`,
    'management.tcp.ip': '127.0.0.1',
    'management.tcp.port': ports.management,
    'prometheus.tcp.ip': '127.0.0.1',
    'prometheus.tcp.port': ports.prometheus,
    'log.console': 'false',
    'log.file.level': 'info',
    'disk_free_limit.absolute': '50MB',
    'vm_memory_high_watermark.absolute': '512MB',
  };
  return Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`).join('');
}

/** Environment of the broker and of epmd. Everything lies in one folder; nothing of the machine's own set-up is read. */
export function brokerEnvironment(folder: string, ports: BrokerPorts): Record<string, string> {
  return {
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: nodeNameOf(ports),
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_BASE: folder,
    RABBITMQ_MNESIA_BASE: `${folder}/data`,
    RABBITMQ_LOG_BASE: `${folder}/log`,
    RABBITMQ_CONFIG_FILE: `${folder}/rabbitmq.conf`,
    RABBITMQ_ADVANCED_CONFIG_FILE: `${folder}/advanced.config`,
    RABBITMQ_CONFIG_FILES: `${folder}/conf.d`,
    RABBITMQ_CONF_ENV_FILE: `${folder}/environment.conf`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/enabled_plugins`,
    RABBITMQ_FEATURE_FLAGS_FILE: `${folder}/feature_flags`,
    RABBITMQ_PID_FILE: `${folder}/pid`,
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none',
    // Makes the start script become the virtual machine instead of watching over it: one process, one pid.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}
