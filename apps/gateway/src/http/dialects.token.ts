export const DIALECTS = Symbol('dialects');
