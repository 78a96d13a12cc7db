package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@LockkeeperTest
class ApiErrorsTest {

    @Autowired
    People people;

    @TestConfiguration
    @RestController
    static class Broken {
        @GetMapping("/api/v1/test/broken")
        String broken() {
            throw new IllegalStateException("the password is hunter2");
        }

        @GetMapping("/api/v1/test/needs")
        String needs(@RequestParam String name) {
            return name;
        }
    }

    private static void isProblem(Api.Answer answer, int status, String code) {
        answer.expect(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.text("/type")).isEqualTo("urn:lockkeeper:error:" + code);
        for (String member : List.of("/title", "/detail", "/advice")) {
            assertThat(answer.text(member)).isNotBlank();
        }
    }

    @Test
    void withoutATokenOneIsAskedForOne() {
        Api.Answer answer = people.nobody().get("/me");
        isProblem(answer, 401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        isProblem(people.nobody().as("lk_wrong").get("/me"), 401, "unauthenticated");
        isProblem(people.nobody().get("/no/such/path"), 401, "unauthenticated");
    }

    /** Refused before any filter of ours. */
    @Test
    void anAddressThatTheServerRefusesIsAProblemToo() {
        isProblem(people.admin().get("/targets/shop;x=1"), 400, "invalid");
    }

    @Test
    void aNumberThatIsNoneIsNotTakenForATime() {
        Api.Answer answer = people.admin().get("/runs/99999999999999999999");
        isProblem(answer, 400, "invalid");
        assertThat(answer.text("/advice")).contains("number").doesNotContain("Times");
    }

    @Test
    void malformedJsonIsRefusedWithItsPlace() {
        Api.Answer answer = people.admin().post("/users", "{\"username\": \"x\",\n  \"roles\": [}");
        isProblem(answer, 400, "invalid");
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/errors/0/column").asInt()).isPositive();
    }

    @Test
    void anUnknownFieldIsNamed() {
        Api.Answer answer = people.admin().post("/users", Map.of("username", "x", "rolls", List.of()));
        isProblem(answer, 400, "invalid");
        assertThat(answer.text("/detail")).contains("'rolls'");
    }

    @Test
    void aValueOfTheWrongKindIsNamedWithoutRepeatingTheBody() {
        Api.Answer answer =
                people.admin().post("/users", "{\"username\": \"x\", \"password\": \"hunter22\", \"roles\": 5}");
        isProblem(answer, 400, "invalid");
        assertThat(answer.text("/errors/0/path")).isEqualTo("roles");
        assertThat(answer.body()).doesNotContain("hunter22");
    }

    @Test
    void aValueOfAnotherKindIsNotGuessedAt() {
        for (String body : List.of("{\"dial\": 5.5}", "{\"dial\": \"5\"}", "{\"dial\": true}")) {
            Api.Answer answer = people.operator().call("PATCH", "/runs/1", body);
            isProblem(answer, 400, "invalid");
            assertThat(answer.text("/errors/0/path")).isEqualTo("dial");
        }
        isProblem(
                people.operator().post("/runs", "{\"migration\": \"m\", \"target\": \"t\", \"dryRun\": \"\"}"),
                400,
                "invalid");
    }

    @Test
    void everythingThatIsWrongWithAUserIsSaidAtOnce() {
        Api.Answer answer = people.admin()
                .post(
                        "/users",
                        Map.of(
                                "username",
                                "no name",
                                "password",
                                "short",
                                "roles",
                                List.of("viewer", "king", "operator@")));
        isProblem(answer, 400, "invalid");
        assertThat(answer.json().at("/errors").findValuesAsString("path"))
                .containsExactly("username", "password", "roles[1]", "roles[2]");
        assertThat(answer.text("/detail")).contains("'king'").endsWith(". Nothing was changed.");
    }

    @Test
    void whatTheServerItselfRefusesIsAProblemToo() {
        isProblem(people.admin().get("/targets//locks"), 400, "invalid");
        isProblem(people.admin().get("/targets;x=1"), 400, "invalid");
        isProblem(people.admin().get("/targets/a%2Fb"), 400, "invalid");
        isProblem(people.admin().get("/targets/%2e%2e/b"), 400, "invalid");
        isProblem(people.admin().call("PROPFIND", "/targets", null), 400, "invalid");
        isProblem(people.admin().call("TRACE", "/targets", null), 405, "invalid");
    }

    @Test
    void onlyFilesOfTheirOwnAreYaml() {
        isProblem(
                people.admin().call("POST", "/users", "username: yaml\n", "Content-Type", "application/yaml"),
                415,
                "invalid");
        isProblem(people.admin().call("GET", "/users", null, "Accept", "application/yaml"), 406, "invalid");
    }

    @Test
    void aParameterThatCannotBeReadIsToldWhatItShouldBe() {
        assertThat(people.admin().get("/users?limit=many").text("/advice")).contains("number");
        assertThat(people.admin().get("/runs?active=maybe").text("/advice")).contains("true or false");
        assertThat(people.admin().get("/audit?from=noon").text("/advice")).contains("2026-01-31T12:00:00Z");
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String list : List.of("/runs", "/tokens", "/migrations", "/audit")) {
            isProblem(people.admin().get(list + "?after=none"), 400, "invalid");
        }
    }

    @Test
    void whatHttpHasWordsForIsAProblemToo() {
        isProblem(people.admin().get("/no/such/path"), 404, "not-found");
        isProblem(people.admin().get("/users/nobody"), 404, "not-found");
        isProblem(people.admin().call("PUT", "/users", Map.of()), 405, "invalid");
        isProblem(people.admin().call("POST", "/users", "a=b", "Content-Type", "text/plain"), 415, "invalid");
        isProblem(people.admin().call("GET", "/me", null, "Accept", "image/png"), 406, "invalid");
        isProblem(people.admin().post("/users", null), 400, "invalid");
        isProblem(people.admin().get("/test/needs"), 400, "invalid");
        isProblem(people.admin().get("/users?limit=many"), 400, "invalid");
        isProblem(people.admin().get("/users?limit=0"), 400, "invalid");
    }

    @Test
    void anErrorOfOursTellsANumberAndNothingElse() {
        Api.Answer answer = people.admin().get("/test/broken");
        isProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("hunter2", "IllegalState");
    }
}
