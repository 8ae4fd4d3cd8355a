export { type Simulators, startSimulators } from './simulators.module.js';
