import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/** Files named after their content, so that they may be kept for good; nothing inline, so that the policy of the page needs no exception. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [solid()],
  clearScreen: false,
  logLevel: 'warn',
  build: { target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false, chunkSizeWarningLimit: 2_000 },
});
