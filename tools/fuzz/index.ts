export { fuzz, type Finding, type FuzzAsked, type FuzzResult } from './fuzz.ts';
export { findingText } from './report.ts';
