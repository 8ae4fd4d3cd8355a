export { deleteBrokerObjects } from './broker-cleanup.js';
export { BrokerProbe, type Message, type SendContext } from './broker-probe.js';
export { BrokerProxy } from './broker-proxy.js';
export { infrastructure } from './infrastructure.js';
export { startOwnDatabase, type OwnDatabase } from './own-database.js';
export { keepAlive, spawnService, terminate } from './spawn-service.js';
export { startSandboxChains, type SandboxChainEntry, type SandboxChains } from './sandbox-chains.js';
export { startTestService, type TestService, type TestServiceOptions } from './start-test-service.js';
export { until } from './until.js';
