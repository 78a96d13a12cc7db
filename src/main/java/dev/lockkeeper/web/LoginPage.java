package dev.lockkeeper.web;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in. The filter chain of {@code security} takes the form. */
@Controller
class LoginPage {

    /** @param wait seconds until another attempt is taken, absent when there is no need to wait */
    @GetMapping("/login")
    String show(@RequestParam(required = false) @Nullable Integer wait, Model model) {
        model.addAttribute("seconds", wait);
        return "pages/login";
    }
}
