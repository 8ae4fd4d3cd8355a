export { asOf, hasEnded, rowIn, standingIn, verdictOf, type AnyRow, type Columns, type Command, type Ended, type Saga, type Transition, type Verdict, type Waiting } from './saga.js';
export { enter, step, timeOut, type Moved, type Position, type Step } from './step.js';
export { diagramOf, edgesOf, matrixOf, messagesOf, statesOf, type Edge } from './edges.js';
export { problemsOf, problemsOfSuccession } from './walk.js';
