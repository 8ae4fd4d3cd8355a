import { appNames } from '../stack/plan.ts';
import type { Alert } from './alert.ts';

const gone = appNames.map((service) => `absent(sluice_build_info{service="${service}"})`).join(' or ');
const present = Object.fromEntries(appNames.map((service) => [`sluice_build_info{service="${service}"}`, '1x60']));
const { 'sluice_build_info{service="ledger"}': _ledger, ...withoutLedger } = present;

/** The services themselves, and what they stand on. */
const services: readonly Alert[] = [
  {
    name: 'ServiceGone', severity: 'page', minutes: 3, expression: gone,
    summary: 'No instance of {{ $labels.service }} answers Prometheus.',
    fires: { labels: { service: 'ledger' }, series: withoutLedger }, isQuiet: present,
  },
  {
    name: 'BrokerAway', severity: 'page', minutes: 2, expression: 'min by (service) (sluice_broker_connected) == 0',
    summary: 'An instance of {{ $labels.service }} has no connection to the broker, or the broker blocks it.',
    fires: { labels: { service: 'intake' }, series: { 'sluice_broker_connected{service="intake",instance="a"}': '1x60', 'sluice_broker_connected{service="intake",instance="b"}': '0x60' } },
    isQuiet: { 'sluice_broker_connected{service="intake"}': '1 0 1x60' },
  },
  {
    name: 'DatabaseConnectionsExhausted', severity: 'ticket', minutes: 5, expression: 'max by (service) (sluice_database_connections{state="waiting"}) > 0',
    summary: 'Work of {{ $labels.service }} waits for a connection to the database.',
    fires: { labels: { service: 'ledger' }, series: { 'sluice_database_connections{service="ledger",state="waiting"}': '3x60' } },
    isQuiet: { 'sluice_database_connections{service="ledger",state="waiting"}': '0x60', 'sluice_database_connections{service="ledger",state="used"}': '20x60' },
  },
  {
    name: 'EventLoopSlow', severity: 'ticket', minutes: 10, expression: 'max by (instance) (nodejs_eventloop_lag_p99_seconds) > 0.5',
    summary: 'The process {{ $labels.instance }} is kept from its work for half a second at a time.',
    fires: { labels: { instance: 'intake:9464' }, series: { 'nodejs_eventloop_lag_p99_seconds{instance="intake:9464"}': '0.8x60' } },
    isQuiet: { 'nodejs_eventloop_lag_p99_seconds{instance="intake:9464"}': '0.12x60' },
  },
];

/** Whether the books are right. */
const books: readonly Alert[] = [
  {
    name: 'InvariantBroken', severity: 'page', minutes: 0, expression: 'max by (invariant) (sluice_invariants_broken) > 0',
    summary: 'Invariant {{ $labels.invariant }} is broken.',
    fires: { labels: { invariant: '11' }, series: { 'sluice_invariants_broken{invariant="11"}': '0 1x60', 'sluice_invariants_broken{invariant="1"}': '0x60' } },
    isQuiet: { 'sluice_invariants_broken{invariant="11"}': '0x60' },
  },
  {
    name: 'InvariantsUnchecked', severity: 'ticket', minutes: 5, expression: 'max(sluice_invariants_check_age_seconds) > 900',
    summary: 'The invariants of a tenant have not been checked for a quarter of an hour.',
    fires: { labels: {}, series: { sluice_invariants_check_age_seconds: '0+60x60' } }, isQuiet: { sluice_invariants_check_age_seconds: '40x60' },
  },
  {
    name: 'LedgerOutOfBalance', severity: 'page', minutes: 0, expression: 'max by (currency) (sluice_ledger_imbalance_units) > 0',
    summary: 'Debits and credits in {{ $labels.currency }} differ.',
    fires: { labels: { currency: 'USD' }, series: { 'sluice_ledger_imbalance_units{currency="USD"}': '0 0 1x60', 'sluice_ledger_imbalance_units{currency="GBP"}': '0x60' } },
    isQuiet: { 'sluice_ledger_imbalance_units{currency="USD"}': '0x60' },
  },
  {
    name: 'ReconciliationBreaks', severity: 'ticket', minutes: 0, expression: 'max by (kind) (sluice_reconciliation_breaks) > 0',
    summary: 'The last reconciliation of a tenant found breaks of the kind {{ $labels.kind }}.',
    fires: { labels: { kind: 'missing' }, series: { 'sluice_reconciliation_breaks{kind="missing"}': '0 2x60' } },
    isQuiet: { 'sluice_reconciliation_breaks{kind="missing"}': '0x60' },
  },
];

/** Whether work gets on. */
const work: readonly Alert[] = [
  {
    name: 'WithdrawalsStuck', severity: 'page', minutes: 10, expression: 'max by (dialect) (sluice_withdrawals_stuck) > 0',
    summary: 'Withdrawals of {{ $labels.dialect }} are in a state for longer than its table allows.',
    fires: { labels: { dialect: 'braid' }, series: { 'sluice_withdrawals_stuck{dialect="braid"}': '1x60', 'sluice_withdrawals_stuck{dialect="bultra"}': '0x60' } },
    isQuiet: { 'sluice_withdrawals_stuck{dialect="braid"}': '0 1 1 0x60' },
  },
  {
    name: 'DeadLettersLie', severity: 'ticket', minutes: 10, expression: 'max by (service) (sluice_dead_letters_lying) > 0',
    summary: 'Messages lie in the dead-letter store of {{ $labels.service }}.',
    fires: { labels: { service: 'payout' }, series: { 'sluice_dead_letters_lying{service="payout"}': '0 3x60' } },
    isQuiet: { 'sluice_dead_letters_lying{service="payout"}': '0x60' },
  },
  {
    name: 'OutboxOld', severity: 'page', minutes: 2, expression: 'max by (service) (sluice_outbox_oldest_seconds) > 60',
    summary: 'Messages of {{ $labels.service }} cannot be sent for a minute and more.',
    fires: { labels: { service: 'intake' }, series: { 'sluice_outbox_oldest_seconds{service="intake"}': '0+60x60' } },
    isQuiet: { 'sluice_outbox_oldest_seconds{service="intake"}': '3x60' },
  },
  {
    name: 'TimersLate', severity: 'ticket', minutes: 10,
    expression: 'histogram_quantile(0.99, sum by (service, le) (rate(sluice_timer_lateness_seconds_bucket[10m]))) > 60',
    summary: 'Timers of {{ $labels.service }} fire a minute late and more.',
    fires: {
      labels: { service: 'intake' },
      series: { 'sluice_timer_lateness_seconds_bucket{service="intake",le="60"}': '0x60', 'sluice_timer_lateness_seconds_bucket{service="intake",le="300"}': '0+10x60', 'sluice_timer_lateness_seconds_bucket{service="intake",le="+Inf"}': '0+10x60' },
    },
    isQuiet: { 'sluice_timer_lateness_seconds_bucket{service="intake",le="1"}': '0+10x60', 'sluice_timer_lateness_seconds_bucket{service="intake",le="60"}': '0+10x60', 'sluice_timer_lateness_seconds_bucket{service="intake",le="+Inf"}': '0+10x60' },
  },
];

/** Those outside: subscribers, providers, chains, calendars. */
const outside: readonly Alert[] = [
  {
    name: 'WebhooksLate', severity: 'ticket', minutes: 10, expression: 'max(sluice_webhooks_late_seconds) > 300',
    summary: 'Webhooks that are due wait for five minutes and more.',
    fires: { labels: {}, series: { sluice_webhooks_late_seconds: '0+60x60' } }, isQuiet: { sluice_webhooks_late_seconds: '2x60' },
  },
  {
    name: 'WebhooksRefused', severity: 'ticket', minutes: 30,
    expression: 'sum by (dialect) (rate(sluice_webhook_tries_total{outcome!="taken"}[30m])) > 0.5 * sum by (dialect) (rate(sluice_webhook_tries_total[30m]))',
    summary: 'Subscribers take less than half of the webhooks of {{ $labels.dialect }}.',
    fires: { labels: { dialect: 'bultra' }, series: { 'sluice_webhook_tries_total{dialect="bultra",outcome="taken"}': '0+1x60', 'sluice_webhook_tries_total{dialect="bultra",outcome="refused"}': '0+9x60' } },
    isQuiet: { 'sluice_webhook_tries_total{dialect="bultra",outcome="taken"}': '0+9x60', 'sluice_webhook_tries_total{dialect="bultra",outcome="no answer"}': '0+1x60' },
  },
  {
    name: 'ProviderFails', severity: 'page', minutes: 10,
    expression: 'sum by (call) (rate(sluice_provider_call_seconds_count{outcome="failed"}[10m])) > 0.2 * sum by (call) (rate(sluice_provider_call_seconds_count[10m]))',
    summary: 'More than a fifth of the calls {{ $labels.call }} fail.',
    fires: { labels: { call: 'bank.submit' }, series: { 'sluice_provider_call_seconds_count{call="bank.submit",outcome="failed"}': '0+4x60', 'sluice_provider_call_seconds_count{call="bank.submit",outcome="answered"}': '0+6x60' } },
    isQuiet: { 'sluice_provider_call_seconds_count{call="bank.submit",outcome="failed"}': '0+1x60', 'sluice_provider_call_seconds_count{call="bank.submit",outcome="answered"}': '0+9x60' },
  },
  {
    name: 'ProviderCircuitOpen', severity: 'page', minutes: 5, expression: 'max by (provider) (sluice_provider_circuits{state="open"}) > 0',
    summary: 'The provider {{ $labels.provider }} is not called any more for a tenant: it does not answer.',
    fires: { labels: { provider: 'bank' }, series: { 'sluice_provider_circuits{provider="bank",state="open"}': '0 1x60' } },
    isQuiet: { 'sluice_provider_circuits{provider="bank",state="open"}': '0 1 0x60' },
  },
  {
    name: 'RelayerOutOfFunds', severity: 'page', minutes: 5,
    expression: 'min by (chain, relayer) (sluice_relayer_balance) < 0.05 or sum by (chain) (increase(sluice_chain_transactions_not_taken_total{because="funds"}[15m])) > 0',
    summary: 'A relayer on {{ $labels.chain }} has next to nothing left for gas.',
    fires: { labels: { chain: 'base', relayer: '0xab' }, series: { 'sluice_relayer_balance{chain="base",relayer="0xab"}': '0.04x60', 'sluice_relayer_balance{chain="base",relayer="0xcd"}': '3x60' } },
    isQuiet: { 'sluice_relayer_balance{chain="base",relayer="0xab"}': '0.4x60', 'sluice_chain_transactions_not_taken_total{chain="base",because="funds"}': '2x60' },
  },
  {
    name: 'ChainNonceHole', severity: 'page', minutes: 10, expression: 'max by (chain) (sluice_chain_nonce_holes) > 0',
    summary: 'Transactions on {{ $labels.chain }} wait behind a nonce that none will use.',
    fires: { labels: { chain: 'base' }, series: { 'sluice_chain_nonce_holes{chain="base"}': '1x60' } }, isQuiet: { 'sluice_chain_nonce_holes{chain="base"}': '0 1 0x60' },
  },
  {
    name: 'ChainFeesAtLimit', severity: 'ticket', minutes: 0, expression: 'sum by (chain) (increase(sluice_chain_fees_at_limit_total[30m])) > 0',
    summary: 'Transactions on {{ $labels.chain }} wait, and their fees cannot be raised further.',
    fires: { labels: { chain: 'ethereum' }, series: { 'sluice_chain_fees_at_limit_total{chain="ethereum"}': '0x25 1x60' } }, isQuiet: { 'sluice_chain_fees_at_limit_total{chain="ethereum"}': '4x60' },
  },
  {
    name: 'ChainReorganised', severity: 'page', minutes: 0, expression: 'sum by (chain) (increase(sluice_chain_transactions_gone_total[1h])) > 0',
    summary: 'A reorganisation of {{ $labels.chain }} took transactions back that were final.',
    fires: { labels: { chain: 'polygon' }, series: { 'sluice_chain_transactions_gone_total{chain="polygon"}': '0x20 1x60' } }, isQuiet: { 'sluice_chain_transactions_gone_total{chain="polygon"}': '1x60' },
  },
  {
    name: 'BankCalendarEnds', severity: 'ticket', minutes: 0, expression: 'min by (calendar) (sluice_bank_calendar_days_left) < 365',
    summary: 'The bank calendar {{ $labels.calendar }} ends within a year.',
    fires: { labels: { calendar: 'fed' }, series: { 'sluice_bank_calendar_days_left{calendar="fed"}': '364x60' } }, isQuiet: { 'sluice_bank_calendar_days_left{calendar="fed"}': '2000x60' },
  },
];

export const alerts: readonly Alert[] = [...services, ...books, ...work, ...outside];
