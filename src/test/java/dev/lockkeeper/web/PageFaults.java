package dev.lockkeeper.web;

import com.microsoft.playwright.Page;
import java.util.List;

/** What is wrong with how a page lies in a window, asked of the browser itself. */
final class PageFaults {

    /** As wide as the window, nothing cut off at an edge that cannot be scrolled, and no line longer than one can read. */
    private static final String LAYOUT =
            """
            longest => {
              const faults = [];
              const over = document.documentElement.scrollWidth - innerWidth;
              if (over > 0) faults.push(`is ${over} px too wide`);
              const words = element => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60)}`;
              for (const element of document.querySelectorAll('body *')) {
                const style = getComputedStyle(element);
                // A field scrolls what does not fit, and the coloured sheet below the editor scrolls with it.
                const hidden = style.clipPath !== 'none' || style.clip !== 'auto' || style.textOverflow === 'ellipsis' || element.closest('svg, .visually-hidden, input, .lk-sheet');
                if (hidden || !element.checkVisibility()) continue;
                if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`cuts off ${words(element)}`);
                if (!element.matches('p:not(.lk-facts), blockquote')) continue;
                const range = document.createRange();
                range.selectNodeContents(element);
                const line = Math.max(0, ...[...range.getClientRects()].map(box => box.width)) / parseFloat(style.fontSize);
                if (line > longest) faults.push(`has a line of ${Math.round(line)} em: ${words(element)}`);
              }
              return faults;
            }
            """;

    /** Gives each thing that can have the focus the focus, as the keyboard would, and looks whether that can be seen. */
    private static final String FOCUS =
            """
            () => {
              const look = element => { const style = getComputedStyle(element); return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join(); };
              const around = element => [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean);
              const faults = [];
              for (const element of document.querySelectorAll('a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [tabindex="0"]')) {
                if (!element.checkVisibility({ visibilityProperty: true })) continue;
                document.activeElement.blur();
                const before = around(element).map(look);
                element.focus();
                if (document.activeElement !== element) continue;
                const box = element.getBoundingClientRect();
                const seen = around(element).map(look).some((now, i) => now !== before[i]);
                if (!seen) faults.push(`shows no focus on ${element.outerHTML.slice(0, 120)}`);
                if (box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight) faults.push(`has its focus outside of the window on ${element.outerHTML.slice(0, 120)}`);
              }
              document.activeElement.blur();
              scrollTo(0, 0);
              return faults;
            }
            """;

    /** In em: a little over a hundred letters. */
    private static final int LONGEST_LINE = 50;

    private PageFaults() {}

    @SuppressWarnings("unchecked")
    static List<String> ofLayout(Page page) {
        return (List<String>) page.evaluate(LAYOUT, LONGEST_LINE);
    }

    @SuppressWarnings("unchecked")
    static List<String> ofFocus(Page page) {
        // The browser shows a ring where a script puts the focus only while the keyboard is in use.
        page.keyboard().press("Tab");
        return (List<String>) page.evaluate(FOCUS);
    }
}
