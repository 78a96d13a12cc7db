package dev.lockkeeper.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The keys that work on every page; with script the same list opens over the page one is on. */
@Controller
class KeysPage {

    @GetMapping("/keys")
    String show() {
        return "pages/keys";
    }
}
