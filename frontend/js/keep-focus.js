// The focus survives when a part of a page is exchanged: the same thing has it again. Where that is gone, the part itself gets it, and
// never the thing that took its place: who is about to press "Pause" must not find "Cancel" under their finger.
const THINGS = 'a[href], button, summary, input, select, textarea, [tabindex]';

function name(element) {
  const own = element.id || element.getAttribute('href') || element.getAttribute('formaction') || element.getAttribute('name');
  return `${element.tagName} ${own || element.closest('details[id]')?.id || element.textContent.trim()}`;
}

const alike = (root, wanted) => [root, ...root.querySelectorAll(THINGS)].filter(each => each.matches(THINGS) && name(each) === wanted);

/** Call before; what it returns is called with what has come. */
export function held(present) {
  const focused = present?.contains(document.activeElement) ? document.activeElement : null;
  if (!focused) return () => {};
  const wanted = name(focused);
  const nth = alike(present, wanted).indexOf(focused);
  return next => {
    const again = alike(next, wanted)[nth];
    if (!again && !next.hasAttribute('tabindex')) next.tabIndex = -1;
    (again ?? next).focus({ preventScroll: true });
  };
}

/** For what htmx exchanges. */
export function keepFocus() {
  let restore = null;
  document.addEventListener('htmx:beforeSwap', event => {
    const { id } = event.detail.target;
    const hold = held(event.detail.target);
    restore = id ? () => hold(document.getElementById(id)) : null;
  });
  document.addEventListener('htmx:afterSwap', () => {
    restore?.();
    restore = null;
  });
}
