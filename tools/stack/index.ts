export { placeOf, placeOfStackFile, type StackName, type StackPlace } from './place.ts';
export { addressOf, appNames, type AppName, type ProcessName } from './plan.ts';
export { readRecords } from './records.ts';
export { crash, startAgain } from './restart-app.ts';
export { crashInfrastructure, startInfrastructureAgain } from './restart-infrastructure.ts';
export { readStackFile, type StackFile, type TenantSecrets } from './stack-file.ts';
export { startApps, startStack, startStackInfrastructure, type StackOptions } from './start-stack.ts';
export { isAllReady, stackStatus, type StatusRow } from './status.ts';
export { stopStack } from './stop-stack.ts';
