import { type Alert, type Series, type Severity } from './alert.ts';

/** What is promised of how many, over thirty days: the rest is the budget that may go wrong. */
export interface Objective {
  /** Its errors are recorded as `sluice:<name>_errors:ratio_rate<window>`. */
  readonly name: 'acknowledgement' | 'completion';
  readonly alert: string;
  readonly target: number;
  /** The share that went wrong within the window. */
  readonly errors: (window: string) => string;
  /** Series in which one of `outOf` goes wrong. */
  readonly wrongIn: (outOf: number) => Series;
}

const created = 'method="POST",route=~"/(bultra|wealthkernel|braid)/.*withdraw(als)?"';
const createdBy = (status: number): string => `service="gateway",dialect="bultra",method="POST",route="/bultra/v1/withdrawals",status="${status}"`;
const FIVE_DAYS = 432_000;

export const objectives: readonly Objective[] = [
  {
    name: 'acknowledgement', alert: 'AcknowledgementBudgetBurns', target: 0.999,
    errors: (window) => `1 - sum(rate(sluice_http_request_seconds_bucket{${created},status!~"5..",le="1"}[${window}])) / sum(rate(sluice_http_request_seconds_count{${created}}[${window}]))`,
    wrongIn: (outOf) => ({
      [`sluice_http_request_seconds_bucket{${createdBy(201)},le="1"}`]: `0+${outOf - 1}x600`,
      [`sluice_http_request_seconds_count{${createdBy(201)}}`]: `0+${outOf - 1}x600`, [`sluice_http_request_seconds_count{${createdBy(503)}}`]: '0+1x600',
    }),
  },
  {
    name: 'completion', alert: 'CompletionBudgetBurns', target: 0.99,
    errors: (window) => `1 - sum(rate(sluice_withdrawal_settle_seconds_bucket{le="${FIVE_DAYS}"}[${window}])) / sum(rate(sluice_withdrawals_ended_total{phase=~"settled|failed"}[${window}]))`,
    wrongIn: (outOf) => ({
      [`sluice_withdrawal_settle_seconds_bucket{dialect="bultra",rail="ACH",le="${FIVE_DAYS}"}`]: `0+${outOf - 1}x600`,
      'sluice_withdrawals_ended_total{dialect="bultra",rail="ACH",phase="settled"}': `0+${outOf - 1}x600`, 'sluice_withdrawals_ended_total{dialect="bultra",rail="ACH",phase="failed"}': '0+1x600',
    }),
  },
];

interface Burn {
  /** How much faster than evenly the budget of thirty days is used up. */
  readonly factor: number;
  readonly long: string;
  /** As fast still: an alert ends soon after its cause. */
  readonly short: string;
}

/** A page when 2 % of the budget went within an hour or 5 % within six; a ticket for 10 % in a day, and for all that will not last. */
export const burns: Readonly<Record<Severity, readonly Burn[]>> = {
  page: [{ factor: 14.4, long: '1h', short: '5m' }, { factor: 6, long: '6h', short: '30m' }],
  ticket: [{ factor: 3, long: '1d', short: '2h' }, { factor: 1, long: '3d', short: '6h' }],
};

export const windows: readonly string[] = [...new Set(Object.values(burns).flat().flatMap(({ long, short }) => [short, long]))];

export const recordOf = ({ name }: Objective, window: string): string => `sluice:${name}_errors:ratio_rate${window}`;

function alertOf(objective: Objective, severity: Severity): Alert {
  const budget = 1 - objective.target;
  const clauses = burns[severity].flatMap(({ factor, long, short }) => {
    const limit = Number((factor * budget).toPrecision(3));
    return [`(${recordOf(objective, long)} > ${limit} and ${recordOf(objective, short)} > ${limit})`];
  });
  // Between the limits of a ticket and of a page, which are 3 and 6 times the budget.
  const wrong = severity === 'page' ? Math.floor(1 / (20 * budget)) : Math.floor(1 / (4 * budget));
  return {
    name: severity === 'page' ? `${objective.alert}Fast` : objective.alert, severity, minutes: 2, expression: clauses.join(' or '),
    summary: `The error budget of ${objective.name} is used up faster than it may be.`,
    fires: { labels: {}, series: objective.wrongIn(wrong) }, isQuiet: objective.wrongIn(severity === 'page' ? Math.floor(1 / (4 * budget)) : Math.ceil(4 / budget)),
  };
}

export const burnAlerts: readonly Alert[] = objectives.flatMap((objective) => [alertOf(objective, 'page'), alertOf(objective, 'ticket')]);
