/** Series by their names and labels, with values of every minute as `promtool` writes them. */
export type Series = Readonly<Record<string, string>>;

/** Whom an alert is for: `page`, somebody now; `ticket`, somebody in working hours. */
export type Severity = 'page' | 'ticket';

/** A rule that tells somebody, with a case in which it does and one in which it does not. */
export interface Alert {
  /** Its runbook is `docs/operating/runbooks/<name in kebab-case>.md`; an alert `…Fast` shares that of the slower one. */
  readonly name: string;
  readonly severity: Severity;
  readonly expression: string;
  /** How long it must have been so. */
  readonly minutes: number;
  /** What is told; `{{ $labels.<name> }}` is the value of a label. */
  readonly summary: string;
  /** The labels that it fires with, and why. */
  readonly fires: { readonly labels: Readonly<Record<string, string>>; readonly series: Series };
  readonly isQuiet: Series;
}

export const runbookOf = (name: string): string => `docs/operating/runbooks/${name.replace(/Fast$/, '').replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.md`;
