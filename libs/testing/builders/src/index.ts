export { startTestService, type SendContext, type TestService, type TestServiceOptions } from './start-test-service.js';
