package dev.lockkeeper.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Signing in. The filter chain of {@code security} takes the form. */
@Controller
class LoginPage {

    @GetMapping("/login")
    String show() {
        return "pages/login";
    }
}
