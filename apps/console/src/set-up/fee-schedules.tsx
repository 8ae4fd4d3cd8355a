import { createSignal, For, Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { FeeSchedule } from '../api/shapes.ts';
import { mayWrite } from '../shell/session.ts';
import { dialectNames, shortId } from '../ui/format.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Money, Panel } from '../ui/marks.tsx';
import { doing } from '../ui/toasts.tsx';

const currencies = ['GBP', 'EUR', 'USD'] as const;

function ScheduleForm(props: { readonly schedule: FeeSchedule; readonly onDone: () => void }): JSX.Element {
  const [charge, setCharge] = createSignal(props.schedule.charge);
  const [flat, setFlat] = createSignal(Object.fromEntries(currencies.map((currency) => [currency, props.schedule.flat.find((each) => each.currency === currency)?.amount ?? ''])));
  const save = async (): Promise<void> => {
    const amounts = currencies.flatMap((currency) => ((flat()[currency] ?? '').trim() === '' ? [] : [{ currency, amount: (flat()[currency] ?? '').trim() }]));
    if (await doing(() => api.setFeeSchedule(props.schedule.id, { charge: charge(), flat: amounts }), 'In force for every withdrawal admitted from now on.')) props.onDone();
  };
  return (
    <form class="row wrap" onSubmit={(event) => { event.preventDefault(); inBackground(save()); }}>
      <label class="field"><span class="label">Accrued fees</span><select class="input" value={charge()} onChange={(event) => setCharge(event.currentTarget.value as FeeSchedule['charge'])}><option value="accrued">charged</option><option value="none">not charged</option></select></label>
      <For each={currencies}>{(currency) => <label class="field"><span class="label">Flat, {currency}</span><input class="input number" inputmode="decimal" size="8" value={flat()[currency]} onInput={(event) => setFlat((known) => ({ ...known, [currency]: event.currentTarget.value }))} /></label>}</For>
      <button type="submit" class="button first low">Set</button>
    </form>
  );
}

/** What each dialect’s withdrawals are charged. */
export function FeeSchedules(): JSX.Element {
  const schedules = createLive(api.feeSchedules);
  return (
    <Known of={schedules}>{(known) => (
      <For each={known().data}>{(schedule) => (
        <Panel title={dialectNames[schedule.dialect]} aside={schedule.creditedTo === null ? '' : `credited to ${shortId(schedule.creditedTo)}`}>
          <div class="body stack">
            <p class="second">{schedule.charge === 'none' && schedule.flat.length === 0 ? 'Withdrawals are not charged.' : <>{schedule.withdrawals} withdrawals are charged{schedule.charge === 'accrued' ? ' the accrued fees' : ''}<For each={schedule.flat}>{(amount) => <> <Money of={amount} /></>}</For>.</>}</p>
            <Show when={mayWrite() && schedule.withdrawals !== null}><ScheduleForm schedule={schedule} onDone={() => inBackground(schedules.refresh())} /></Show>
          </div>
        </Panel>
      )}</For>
    )}</Known>
  );
}
