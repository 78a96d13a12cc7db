package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may call what, of the calls about people and the record. */
@LockkeeperTest
class RolesTest {

    @Autowired
    People people;

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            # method, path,                    admin, auditor, viewer, author, approver, operator
            GET,      /me,                     200,   200,     200,    200,    200,      200
            GET,      /users,                  200,   403,     403,    403,    403,      403
            GET,      /users/admin,            200,   403,     403,    403,    403,      403
            POST,     /users,                  400,   403,     403,    403,    403,      403
            PATCH,    /users/admin,            200,   403,     403,    403,    403,      403
            DELETE,   /users/nobody,           404,   403,     403,    403,    403,      403
            GET,      /tokens,                 200,   200,     200,    200,    200,      200
            DELETE,   /tokens/none,            404,   404,     404,    404,    404,      404
            GET,      /audit,                  200,   200,     403,    403,    403,      403
            GET,      /audit/verify,           200,   200,     403,    403,    403,      403
            """)
    void eachRoleMayDoWhatItIsFor(
            String method, String path, int admin, int auditor, int viewer, int author, int approver, int operator) {
        check(people.admin(), method, path, admin);
        check(people.auditor(), method, path, auditor);
        check(people.viewer(), method, path, viewer);
        check(people.author(), method, path, author);
        check(people.approver(), method, path, approver);
        check(people.operator(), method, path, operator);
        check(people.nobody(), method, path, 401);
    }

    private static void check(Api who, String method, String path, int status) {
        Object body =
                switch (method) {
                    case "POST" -> Map.of("username", "not a name", "roles", new String[0]);
                    case "PATCH" -> Map.of();
                    default -> null;
                };
        Api.Answer answer = who.call(method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"auditor@prod", "auditor@team:accounts", "admin@prod"})
    void aRoleForAPartIsNotEnoughForTheWholeRecord(String role) {
        Api part = people.somebody("part-" + role.replaceAll("[^a-z]", "-"), role);
        assertThat(part.get("/audit").expect(403).code()).isEqualTo("forbidden");
        assertThat(part.get("/users").expect(403).code()).isEqualTo("forbidden");
    }
}
