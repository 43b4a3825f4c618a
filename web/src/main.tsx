/** Where the page is put together: the session, the server, the desk, and what shows them. */

import { render } from 'preact';

import { Server, ServerError } from './server/server.ts';
import { hasCode, Session, takeCode } from './server/session.ts';
import { Desk } from './state/desk.ts';
import { ThemeChoice } from './state/theme.ts';
import './style/page.css';
import { App } from './view/App.tsx';

const server = new Server(new Session(localStorage));
const theme = new ThemeChoice(localStorage, document.documentElement);
const desk = new Desk(server, theme, window);

/** Open the session if a code came along; say why it does not open. */
async function enter(): Promise<string> {
  const code = takeCode(location, history);
  if (code === null) return '';
  try {
    await server.enter(code);
    return '';
  } catch (error) {
    if (error instanceof ServerError) return error.code === 'spent_code' ? error.message : '';
    throw error;
  }
}

// A new address that is opened in a tab that was left open changes no more than what is behind `#`.
addEventListener('hashchange', () => hasCode(location) && location.reload());

const spent = await enter();
desk.start();
render(<App desk={desk} spent={spent} />, document.getElementById('page')!);
