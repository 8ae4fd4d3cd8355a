export { BrokerProbe, type Message, type SendContext } from './broker-probe.js';
export { deleteBrokerObjects } from './broker-cleanup.js';
export { infrastructure } from './infrastructure.js';
export { startTestService, type TestService, type TestServiceOptions } from './start-test-service.js';
