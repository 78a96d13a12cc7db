package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What every page has around it: who is signed in, and how values are written. */
@Component
class Chrome {
    private final CurrentPerson current;

    Chrome(CurrentPerson current) {
        this.current = current;
    }

    /** The names that every template may use. */
    Map<String, @Nullable Object> names() {
        Map<String, @Nullable Object> names = new HashMap<>();
        Person person = person();
        names.put("show", Show.VALUES);
        names.put("person", person);
        names.put("role", person == null ? null : role(person));
        names.put(
                "auditor",
                person != null && (person.may(Role.AUDITOR, null, null) || person.may(Role.ADMIN, null, null)));
        names.put("admin", person != null && person.may(Role.ADMIN, null, null));
        return names;
    }

    /** Null on the sign-in page. */
    @Nullable
    Person person() {
        try {
            return current.get();
        } catch (Failure nobody) {
            return null;
        }
    }

    private static String role(Person person) {
        return person.grants().stream()
                .max(Comparator.comparing(grant -> grant.role()))
                .map(grant -> grant.role().wire())
                .orElse("no role");
    }
}
