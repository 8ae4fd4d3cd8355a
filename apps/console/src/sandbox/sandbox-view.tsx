import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api, type Replacement } from '../api/operators.ts';
import type { Sandbox } from '../api/shapes.ts';
import { mayWrite, session } from '../shell/session.ts';
import { setTenantNow, tenantNow } from '../ui/clock.ts';
import { timeText } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Panel } from '../ui/marks.tsx';
import { doing } from '../ui/toasts.tsx';
import { Simulation, type Field } from './simulation.tsx';
import { WholeLife } from './whole-life.tsx';

const steps = [['PT1H', '1 hour'], ['P1D', '1 day'], ['P3D', '3 days'], ['P7D', '1 week'], ['P30D', '30 days']] as const;

const advance = (by: string): Promise<boolean> => doing(async () => setTenantNow((await api.advance(by)).now), 'The tenant’s clock was advanced.');

function Clock(): JSX.Element {
  const [by, setBy] = createSignal('PT48H');
  return (
    <Panel title="Clock" aside="every timer, window and date of the tenant follows">
      <div class="body stack">
        <p class="clock">{timeText(new Date(tenantNow()))} <span class="quiet">UTC</span></p>
        <div class="row wrap"><For each={steps}>{([step, name]) => <button type="button" class="button" onClick={() => inBackground(advance(step))}>+ {name}</button>}</For></div>
        <form class="row" onSubmit={(event) => { event.preventDefault(); inBackground(advance(by())); }}><label class="row"><span class="label one-line" title="ISO 8601">By</span><input class="input mono" size="10" value={by()} onInput={(event) => setBy(event.currentTarget.value)} /></label><button type="submit" class="button">Advance</button></form>
      </div>
    </Panel>
  );
}

const thresholds = [['upFrontOver', 'Before acceptance, over'], ['inReviewOver', 'In review, over'], ['otherOver', 'Purpose OTHER, over']] as const;

function Rules(): JSX.Element {
  const sandbox = createLive(api.sandbox);
  const set = (change: Replacement<'/sandbox'>, done: string): void => inBackground(doing(() => api.setSandbox(change), done).then(sandbox.refresh));
  const setRule = (change: Partial<Sandbox['rfi']>): void => set({ rfi: change }, 'The rules are set.');
  return (
    <Panel title="Pace and rules">
      <Known of={sandbox}>{(known) => (
        <div class="body stack">
          <label class="field"><span class="label">Pace of the outside world</span><select class="input" value={known().pace} onChange={(event) => set({ pace: event.currentTarget.value as Sandbox['pace'] }, 'The pace is set.')}><option value="instant">instant: waits take less than a second</option><option value="clock">clock: waits take their real length</option></select></label>
          <For each={thresholds}>{([field, name]) => <label class="field"><span class="label">Documents: {name.toLowerCase()}</span><input class="input" inputmode="decimal" placeholder="never" value={known().rfi[field] ?? ''} onChange={(event) => setRule({ [field]: event.currentTarget.value.trim() || null })} /></label>}</For>
          <label class="row"><input type="checkbox" checked={known().rfi.newCounterparty} onChange={(event) => setRule({ newCounterparty: event.currentTarget.checked })} />Ask for the first withdrawal to a counterparty</label>
          <label class="row"><input type="checkbox" checked={known().rfi.autoReview} onChange={(event) => setRule({ autoReview: event.currentTarget.checked })} />Uploaded documents are accepted by themselves</label>
        </div>
      )}</Known>
    </Panel>
  );
}

const chains = ['arbitrum', 'base', 'bsc', 'ethereum', 'optimism', 'polygon', 'solana'];
const deposit: readonly Field[] = [{ name: 'target', label: 'Account, portfolio or wallet id' }, { name: 'amount', label: 'Amount' }, { name: 'currency', label: 'Currency', options: ['', 'USD', 'GBP', 'EUR'] }, { name: 'chain', label: 'Chain, of a wallet', options: ['', ...chains] }];
const holding: readonly Field[] = [{ name: 'portfolioId', label: 'Portfolio id' }, { name: 'isin', label: 'ISIN' }, { name: 'quantity', label: 'Quantity' }, { name: 'price', label: 'Price of one' }, { name: 'currency', label: 'Currency', options: ['GBP', 'EUR', 'USD'] }];
const accruedFee: readonly Field[] = [{ name: 'portfolioId', label: 'Portfolio id' }, { name: 'amount', label: 'Amount' }, { name: 'currency', label: 'Currency', options: ['GBP', 'EUR', 'USD'] }];
const fault: readonly Field[] = [
  { name: 'port', label: 'Where', options: ['bank', 'chain', 'attestation', 'custodian', 'signer', 'screening'] }, { name: 'mode', label: 'What happens', options: ['reject', 'fail', 'slow', 'silent', 'duplicate', 'fail_after_success', 'revert', 'expire'] },
  { name: 'code', label: 'Code, if any' }, { name: 'count', label: 'To how many calls', isNumber: true }, { name: 'delay', label: 'Delay (ISO 8601)' },
];
const bankReturn: readonly Field[] = [{ name: 'withdrawalId', label: 'Withdrawal id' }, { name: 'code', label: 'Return code, such as R03' }];
const poison: readonly Field[] = [{ name: 'service', label: 'Into the queue of', options: ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] }, { name: 'count', label: 'How many', isNumber: true }];
const status: readonly Field[] = [{ name: 'target', label: 'Account, counterparty, party, portfolio … id' }, { name: 'status', label: 'Status, in its dialect’s words' }];

/** A whole life can be played here: money arrives, time passes, and the outside world misbehaves. */
export default function SandboxView(): JSX.Element {
  const clear = (): void => inBackground(doing(api.clearFaults, 'The outside world behaves again.'));
  return (
    <main class="page">
      <div class="page-head"><h1>Sandbox</h1><span class="second">of {session()?.tenant.name}; nothing here is real</span></div>
      <div class="cards">
        <Clock />
        <Rules />
        <Show when={mayWrite()}><WholeLife /></Show>
        <Simulation title="A deposit" what="deposits" fields={deposit} done="The money is there." />
        <Simulation title="A holding" what="holdings" fields={holding} done="The portfolio has it." />
        <Simulation title="An accrued fee" what="accrued-fees" fields={accruedFee} done="The next withdrawal of everything is charged it." />
        <Simulation title="A fault" what="faults" fields={fault} done="It will go wrong so." aside={<button type="button" class="button bare text-water" onClick={clear}>Clear all faults</button>} />
        <Simulation title="A bank return" what="bank-returns" fields={bankReturn} done="The bank sends it back." />
        <Simulation title="Messages that cannot be handled" what="poison" fields={poison} done="They are in the queue." />
        <Simulation title="A status" what="status" fields={status} done="It has that status." />
      </div>
    </main>
  );
}
