// A time is typed in the reader's own zone, as every time is shown. Without script it is UTC, and the label says so.
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const two = number => String(number).padStart(2, '0');

/** As a field of the kind datetime-local wants it, in the reader's zone. */
const local = at => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

const utc = typed => new Date(typed).toISOString().slice(0, '2026-11-20T22:00'.length);

/** For a page, and for what is put into it later. */
export function ownTimes(root) {
  for (const label of root.querySelectorAll('label[data-own]')) {
    const field = label.control;
    label.textContent = label.dataset.own.replace('{zone}', ZONE);
    // What the server hands back was sent in UTC; what a browser has kept by itself, or a part that was exchanged, was not.
    if (field.defaultValue && !field.dataset.zone) field.value = local(new Date(`${field.defaultValue}Z`));
    field.dataset.zone = ZONE;
  }
}

document.addEventListener('formdata', event => {
  for (const field of event.target.querySelectorAll('input[data-zone]')) {
    if (field.value) event.formData.set(field.name, utc(field.value));
  }
});
