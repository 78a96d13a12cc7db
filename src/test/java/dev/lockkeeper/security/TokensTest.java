package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class TokensTest {

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aTokenIsShownOnceAndKeptAsAHash() {
        Api.Answer made = people.author()
                .post("/tokens", Map.of("username", "ann", "name", "laptop"))
                .expect(201);
        String token = made.text("/token");
        assertThat(token).matches("lk_[A-Za-z0-9_-]{43}");
        assertThat(made.header("Cache-Control")).contains("no-store");
        assertThat(people.nobody().as(token).get("/me").expect(200).text("/username"))
                .isEqualTo("ann");
        assertThat(people.author().get("/tokens").body())
                .contains(made.text("/id"))
                .doesNotContain(token);
        String row = jdbc.sql("select t::text from tokens t where id = cast(:id as uuid)")
                .param("id", made.text("/id"))
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(token).contains(TokenSecret.hash(token));
    }

    @Test
    void onesOwnNeedsNoUsername() {
        Api.Answer made =
                people.author().post("/tokens", Map.of("name", "mine")).expect(201);
        assertThat(people.nobody().as(made.text("/token")).get("/me").text("/username"))
                .isEqualTo("ann");
    }

    @Test
    void onlyAnAdminMakesTokensForOthers() {
        people.author();
        assertThat(people.viewer()
                        .post("/tokens", Map.of("username", "ann", "name", "x"))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        people.admin().post("/tokens", Map.of("username", "ann", "name", "x")).expect(201);
        people.admin()
                .post("/tokens", Map.of("username", "nobody", "name", "x"))
                .expect(404);
    }

    @Test
    void oneSeesAndDeletesOnlyOnesOwn() {
        String ofAnn = people.author()
                .post("/tokens", Map.of("name", "private"))
                .expect(201)
                .text("/id");
        assertThat(people.viewer().get("/tokens").body()).doesNotContain(ofAnn);
        people.viewer().delete("/tokens/" + ofAnn).expect(404);
        people.author().delete("/tokens/" + ofAnn).expect(204);
        people.author().delete("/tokens/" + ofAnn).expect(404);
    }

    @Test
    void aDeletedTokenIsRefusedFromTheNextCallOn() {
        Api.Answer made =
                people.author().post("/tokens", Map.of("name", "short")).expect(201);
        Api with = people.nobody().as(made.text("/token"));
        with.get("/me").expect(200);
        people.author().delete("/tokens/" + made.text("/id")).expect(204);
        with.get("/me").expect(401);
    }

    @Test
    void anExpiredTokenIsRefused() {
        Instant later = Instant.now().plusSeconds(3600);
        Api.Answer made = people.author()
                .post("/tokens", Map.of("name", "an hour", "expiresAt", later.toString()))
                .expect(201);
        Api with = people.nobody().as(made.text("/token"));
        with.get("/me").expect(200);
        jdbc.sql("update tokens set expires_at = now() - interval '1 second' where id = cast(:id as uuid)")
                .param("id", made.text("/id"))
                .update();
        with.get("/me").expect(401);
        assertThat(people.author()
                        .post("/tokens", Map.of("name", "past", "expiresAt", "2020-01-01T00:00:00Z"))
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
    }

    @Test
    void whoUsedATokenStandsInTheRecord() {
        people.author().post("/tokens", Map.of("name", "named")).expect(201);
        Api.Answer found =
                people.auditor().get("/audit?actor=ann&action=token.create").expect(200);
        assertThat(found.text("/items/0/actorKind")).isEqualTo("token");
        assertThat(found.text("/items/0/via")).isEqualTo("test");
        assertThat(found.text("/items/0/address")).isNotBlank();
    }
}
