import { createSignal } from 'solid-js';

type Theme = 'light' | 'dark';
const STORED = 'sluice-theme';

const preferred = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const [theme, setTheme] = createSignal<Theme>((localStorage.getItem(STORED) as Theme | null) ?? preferred());
export { theme };

export function useTheme(next: Theme): void {
  document.documentElement.dataset['theme'] = next;
  setTheme(next);
}

export function turnTheme(): void {
  const next = theme() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(STORED, next);
  useTheme(next);
}
