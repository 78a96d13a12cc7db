package dev.lockkeeper.api;

import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who one is. */
@RestController
@RequestMapping("/api/v1/me")
class MeApi {

    private final CurrentPerson current;

    MeApi(CurrentPerson current) {
        this.current = current;
    }

    record MeBody(String username, List<String> roles) {}

    @GetMapping
    MeBody me() {
        Person person = current.get();
        return new MeBody(
                person.username(),
                person.grants().stream().map(Grant::wire).sorted().toList());
    }
}
