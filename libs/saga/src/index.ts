export { hasEnded, type AnyRow, type Ask, type Ended, type Lead, type Saga, type Waiting } from './saga.js';
export { enter, late, step, type Moved, type Position, type Step } from './step.js';
export { edgesOf, messagesOf, statesOf, type Edge } from './edges.js';
export { problemsOf } from './walk.js';
export { diagramOf, matrixOf } from './draw.js';
