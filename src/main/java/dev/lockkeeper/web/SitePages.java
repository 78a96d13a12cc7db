package dev.lockkeeper.web;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What browsers and robots ask every site for, signed in or not. */
@Controller
class SitePages {
    private static final CacheControl A_DAY =
            CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

    /** For those who look there and not at what the page names. */
    @GetMapping("/favicon.ico")
    ResponseEntity<Resource> icon() {
        return ResponseEntity.ok()
                .cacheControl(A_DAY)
                .contentType(MediaType.valueOf("image/svg+xml"))
                .body(new ClassPathResource("static/img/lockkeeper.svg"));
    }

    /** Nothing here is for search engines. */
    @GetMapping("/robots.txt")
    ResponseEntity<String> robots() {
        return ResponseEntity.ok()
                .cacheControl(A_DAY)
                .contentType(MediaType.TEXT_PLAIN)
                .body("User-agent: *\nDisallow: /\n");
    }
}
