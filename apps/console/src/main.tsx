import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import './style/tokens.css';
import './style/elements.css';
import './style/shell.css';
import './style/views.css';
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { theme, useTheme } from './shell/theme.ts';

useTheme(theme());
const place = document.getElementById('app');
if (place !== null) render(() => <App />, place);
