// What pages do beyond what they do without script. Each module is one behaviour.
import { localTimes } from './local-time.js';
import { live } from './live.js';
import { charts } from './chart.js';
import { forms } from './forms.js';
import { filters } from './filters.js';

localTimes(document);
forms();
filters();
charts();
live();
document.addEventListener('htmx:load', event => localTimes(event.detail.elt));
