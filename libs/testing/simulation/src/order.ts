import type { Script } from './run.js';

/** What a simulating process is told to do; a list of them, as JSON, one after the other. */
export type Order =
  | { readonly do: 'seeds'; readonly first: number; readonly count: number; readonly step: number }
  | { readonly do: 'restores'; readonly first: number; readonly count: number }
  | { readonly do: 'script'; readonly script: Script }
  | { readonly do: 'bugs'; readonly names: readonly string[]; readonly most: number }
  | { readonly do: 'list-bugs' };

/** What it says, one line of JSON each. */
export type Line =
  | { readonly kind: 'failure'; readonly seed: number; readonly script: Script; readonly violations: readonly string[]; readonly happened: readonly string[] }
  | { readonly kind: 'ran'; readonly runs: number; readonly withFaults: number; readonly ends: Readonly<Record<string, number>>; readonly fingerprint: number }
  | { readonly kind: 'bug'; readonly name: string; readonly seed: number | null; readonly violation: string | null }
  | { readonly kind: 'bugs'; readonly names: readonly string[] };
