import { Dialog as Kit } from '@kobalte/core/dialog';
import { createSignal, Show, type JSX } from 'solid-js';
import type { Problem } from '../api/client.ts';
import { inBackground } from './in-background.ts';
import { Wrong } from './marks.tsx';

interface DialogProps { readonly open: boolean; readonly onClose: () => void; readonly title: string; readonly children: JSX.Element; readonly class?: string }

/** Takes the focus, gives it back, closes on Escape and on a click beside it. */
export const Dialog = (props: DialogProps): JSX.Element => (
  <Kit open={props.open} onOpenChange={(open) => !open && props.onClose()}>
    <Kit.Portal>
      <Kit.Overlay class="veil" />
      <div class={`dialog-place ${props.class === undefined ? '' : `${props.class}-place`}`}>
        <Kit.Content class={`dialog ${props.class ?? ''}`}>
          <Kit.Title as="h2" class={props.class === undefined ? '' : 'unseen'}>{props.title}</Kit.Title>
          {props.children}
        </Kit.Content>
      </div>
    </Kit.Portal>
  </Kit>
);

interface ReasonProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly action: string;
  readonly danger?: boolean;
  /** What will happen, before it is done. */
  readonly children?: JSX.Element;
  readonly disabled?: boolean;
  readonly optional?: boolean;
  readonly onDo: (reason: string) => Promise<void>;
}

/** Asks why, and does it. The reason is in the audit log. */
export function ReasonDialog(props: ReasonProps): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [problem, setProblem] = createSignal<Problem>();
  const [busy, setBusy] = createSignal(false);
  const close = (): void => {
    setReason('');
    setProblem(undefined);
    props.onClose();
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await props.onDo(reason().trim());
      close();
    } catch (error) {
      setProblem(error as Problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={props.open} onClose={close} title={props.title}>
      <form class="form" onSubmit={(event) => inBackground(submit(event))}>
        {props.children}
        <div class="field">
          <label for="reason">{props.optional === true ? 'Reason, if there is one' : 'Reason, for the audit log'}</label>
          <textarea id="reason" class="input" maxLength={1_000} value={reason()} onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
        <Wrong problem={problem()} />
        <div class="row">
          <button type="submit" class={`button ${props.danger === true ? 'danger' : 'first'}`} disabled={busy() || props.disabled === true || (props.optional !== true && reason().trim() === '')}>{props.action}</button>
          <button type="button" class="button" onClick={close}>Not now</button>
          <Show when={busy()}><span class="hint" role="status">Working …</span></Show>
        </div>
      </form>
    </Dialog>
  );
}
