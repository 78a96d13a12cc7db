package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class UsersTest {

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    private static List<String> roles(Api.Answer answer) {
        return answer.json()
                .at("/roles")
                .valueStream()
                .map(role -> role.asString())
                .toList();
    }

    @Test
    void theBootstrapTokenIsAnAdminWithEveryRole() {
        Api.Answer me = people.admin().get("/me").expect(200);
        assertThat(me.text("/username")).isEqualTo("admin");
        assertThat(roles(me)).containsExactly("admin", "approver", "auditor", "author", "operator", "viewer");
    }

    @Test
    void aChangeOfRolesHoldsFromTheNextCallOn() {
        Api eve = people.somebody("eve", "operator@prod", "viewer@team:accounts");
        assertThat(roles(eve.get("/me"))).containsExactly("operator@prod", "viewer@team:accounts");
        people.admin().patch("/users/eve", Map.of("roles", List.of("viewer"))).expect(200);
        assertThat(roles(eve.get("/me"))).containsExactly("viewer");
    }

    /** More often than the store's pool has connections. */
    @Test
    void theListCanBeReadAnyNumberOfTimes() {
        for (int i = 0; i < 30; i++) {
            people.admin().get("/users?limit=1").expect(200);
        }
    }

    @Test
    void aDisabledUserIsRefusedFromTheNextCallOn() {
        Api dan = people.somebody("dan", "viewer");
        people.admin().patch("/users/dan", Map.of("disabled", true)).expect(200);
        assertThat(dan.get("/me").expect(401).code()).isEqualTo("unauthenticated");
        people.admin().patch("/users/dan", Map.of("disabled", false)).expect(200);
        dan.get("/me").expect(200);
    }

    @Test
    void whatIsLeftOutOfAChangeStaysAsItWas() {
        people.somebody("flo", "viewer");
        String hash = hash("flo");
        Api.Answer answer = people.admin()
                .patch("/users/flo", Map.of("roles", List.of("author")))
                .expect(200);
        assertThat(answer.json().at("/disabled").asBoolean()).isFalse();
        assertThat(hash("flo")).isEqualTo(hash);
    }

    private String hash(String username) {
        return jdbc.sql("select password_hash from users where username = :name")
                .param("name", username)
                .query(String.class)
                .single();
    }

    @Test
    void aPasswordIsKeptAsASlowHashAndNeverComesBack() {
        Api.Answer made = people.admin()
                .post("/users", Map.of("username", "hal", "password", "open sesame 1", "roles", List.of("viewer")))
                .expect(201);
        assertThat(made.header("Location")).endsWith("/api/v1/users/hal");
        assertThat(made.body()).doesNotContain("open sesame", "$2");
        assertThat(hash("hal")).startsWith("$2");
        assertThat(people.admin().get("/users?limit=500").body()).doesNotContain("$2", "open sesame");
    }

    @Test
    void aNameIsTakenOnce() {
        people.somebody("ida", "viewer");
        assertThat(people.admin()
                        .post("/users", Map.of("username", "ida"))
                        .expect(409)
                        .code())
                .isEqualTo("already-exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "operator@", "operator@team:", "operator@prod@x", "Admin", ""})
    void whatIsNotARoleIsRefusedAndNobodyIsMade(String role) {
        Api.Answer answer = people.admin().post("/users", Map.of("username", "jim", "roles", List.of(role)));
        assertThat(answer.expect(400).code()).isEqualTo("invalid");
        people.admin().get("/users/jim").expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc xyz", "1234567"})
    void aShortPasswordIsRefused(String password) {
        Map<String, ?> body = Map.of("username", "jon", "password", password, "roles", List.of());
        assertThat(people.admin().post("/users", body).expect(400).body()).doesNotContain(password);
        assertThat(people.admin()
                        .post("/users", Map.of("username", "jon", "password", "x".repeat(73)))
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
    }

    @Test
    void theLastAdminStays() {
        for (Api.Answer answer : List.of(
                people.admin().delete("/users/admin"),
                people.admin().patch("/users/admin", Map.of("disabled", true)),
                people.admin().patch("/users/admin", Map.of("roles", List.of("admin@prod", "viewer"))))) {
            assertThat(answer.expect(409).code()).isEqualTo("illegal-state");
        }
        assertThat(roles(people.admin().get("/me"))).contains("admin");
    }

    @Test
    void twoAdminsWhoRemoveEachOtherAtOnceLeaveOne() throws Exception {
        Api kim = people.somebody("kim", "admin");
        Api lea = people.somebody("lea", "admin");
        people.admin().patch("/users/admin", Map.of("roles", List.of("viewer"))).expect(200);
        try (var both = Executors.newFixedThreadPool(2)) {
            Future<Api.Answer> one = both.submit(() -> kim.delete("/users/lea"));
            Future<Api.Answer> two = both.submit(() -> lea.delete("/users/kim"));
            assertThat(Stream.of(one.get().status(), two.get().status()).filter(status -> status == 204))
                    .hasSize(1);
        }
        Api left = kim.get("/me").status() == 200 ? kim : lea;
        left.patch(
                        "/users/admin",
                        Map.of("roles", Stream.of(Role.values()).map(Role::wire).toList()))
                .expect(200);
    }

    @Test
    void aDeletedUsersTokensAreGone() {
        Api max = people.somebody("max", "viewer");
        people.admin().delete("/users/max").expect(204);
        max.get("/me").expect(401);
        people.admin().get("/users/max").expect(404);
    }

    @Test
    void theListComesInPagesByName() {
        people.somebody("aaa", "viewer");
        people.somebody("aab", "viewer");
        Api.Answer first = people.admin().get("/users?limit=1").expect(200);
        assertThat(first.text("/items/0/username")).isEqualTo("aaa");
        Api.Answer second = people.admin()
                .get("/users?limit=1&after=" + first.text("/after"))
                .expect(200);
        assertThat(second.text("/items/0/username")).isEqualTo("aab");
    }
}
