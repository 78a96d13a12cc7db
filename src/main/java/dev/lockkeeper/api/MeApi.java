package dev.lockkeeper.api;

import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who one is. */
@RestController
@Tag(name = "Users")
@RequestMapping("/api/v1/me")
class MeApi {

    private final CurrentPerson current;

    MeApi(CurrentPerson current) {
        this.current = current;
    }

    record MeBody(String username, List<String> roles) {}

    @GetMapping
    @Operation(summary = "Who the token belongs to, and the roles")
    MeBody me() {
        Person person = current.get();
        return new MeBody(
                person.username(),
                person.grants().stream().map(Grant::wire).sorted().toList());
    }
}
