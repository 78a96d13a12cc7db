// Nothing that was typed is lost: a text that was not sent is kept in this tab, and leaving with one asks first.
function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function keep(name, draft) {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // No room or not allowed: the question on leaving is left.
  }
}

// What was sent has arrived once another page about a migration is shown.
export function arrived() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith('lk-draft:') && read(name)?.sent) sessionStorage.removeItem(name);
  }
}

export function drafts(form, area) {
  const offer = document.querySelector('[data-offer]');
  const name = `lk-draft:${form.dataset.draft}`;
  // Not its value: somebody may have typed before this was loaded.
  const begun = area.defaultValue;
  let unsent = form.hasAttribute('data-unsent') || area.value !== begun;
  let sending = false;
  let timer;

  const old = read(name);
  if (old && old.text !== begun && !unsent) offer.hidden = false;
  offer.addEventListener('click', event => {
    const wish = event.target.closest('button')?.dataset.wish;
    if (!wish) return;
    if (wish === 'restore') {
      area.value = old.text;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    } else {
      sessionStorage.removeItem(name);
    }
    offer.hidden = true;
    area.focus();
  });

  const store = sent => keep(name, { text: area.value, sent });
  if (unsent) store(false);
  area.addEventListener('input', () => {
    unsent = true;
    sending = false;
    clearTimeout(timer);
    timer = setTimeout(store, 300, false);
  });
  form.addEventListener('submit', event => {
    sending = true;
    clearTimeout(timer);
    const final = event.submitter?.hasAttribute('data-final');
    if (unsent || final) store(final);
  });
  addEventListener('beforeunload', event => {
    clearTimeout(timer);
    if (!unsent || sending) return;
    store(false);
    if (area.value !== begun || form.hasAttribute('data-unsent')) event.preventDefault();
  });
}
