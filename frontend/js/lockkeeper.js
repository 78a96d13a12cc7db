// What pages do beyond what they do without script. Each module is one behaviour.
import { localTimes } from './local-time.js';
import { ownTimes } from './own-time.js';
import { live } from './live.js';
import { charts } from './chart.js';
import { forms } from './forms.js';
import { copies } from './copy.js';
import { keys } from './keys.js';
import { rows } from './rows.js';
import { said } from './said.js';
import { keepFocus } from './keep-focus.js';
import { filters } from './filters.js';

localTimes(document);
ownTimes(document);
forms();
keys();
rows();
said();
keepFocus();
copies();
filters();
charts();
live();
document.addEventListener('htmx:load', event => {
  localTimes(event.detail.elt);
  ownTimes(event.detail.elt);
});

const writing = document.querySelector('[data-editor]');
if (writing) import('./editor.js').then(({ editor }) => editor(writing));
else if (location.pathname.startsWith('/migrations/')) import('./draft.js').then(({ arrived }) => arrived());
