package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditExport;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.Logins;
import dev.lockkeeper.testing.People;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A secret in every field that takes one, also where it is refused: none comes into the record, an export or the log. */
@LockkeeperTest
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {

    private static final String CANARY = "canary-7be1-";

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    AuditExport export;

    @Test
    void noSecretComesIntoTheRecordItsExportsOrTheLog(CapturedOutput output) throws Exception {
        Api admin = people.admin();
        admin.post("/users", Map.of("username", "sam", "password", CANARY + "new user", "roles", List.of("operator")))
                .expect(201);
        admin.patch("/users/sam", Map.of("password", CANARY + "changed")).expect(200);
        admin.patch("/users/sam", Map.of("password", CANARY + "x", "roles", List.of(CANARY + "role")))
                .expect(400);
        String token = admin.post("/tokens", Map.of("username", "sam", "name", "laptop"))
                .expect(201)
                .text("/token");
        api.as(token).get("/me").expect(200);
        api.as(CANARY + "token").get("/me").expect(401);
        targets(admin);
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", CANARY + "typed as a name", "password", "x"));
        browser.submit("/login", "/login", Map.of("username", "sam", "password", CANARY + "wrong"));
        browser.submit("/login", "/login", Map.of("username", "sam", "password", CANARY + "changed"));
        admin.call("POST", "/tokens", Map.of("username", "sam", "name", "t"), "Idempotency-Key", CANARY + "key")
                .expect(201);

        String csv = exported(true);
        String lines = exported(false);
        assertThat(lines)
                .contains(
                        "user.create",
                        "user.update",
                        "token.create",
                        "target.register",
                        "target.update",
                        "session.refuse",
                        "session.start");
        for (String text :
                List.of(csv, lines, people.auditor().get("/audit?limit=500").body(), output.getAll())) {
            assertThat(text).doesNotContain(CANARY, token, token.substring(3), People.ADMIN_TOKEN, "$2a$", "{bcrypt}");
        }
    }

    private void targets(Api admin) {
        Databases.Database login = Logins.guarded(Databases.fresh("canary"), CANARY + "target");
        Map<String, Object> body = new HashMap<>(Map.of("name", "guarded", "engine", "postgresql", "url", login.url()));
        body.putAll(Map.of("username", login.username(), "password", CANARY + "target", "environment", "test"));
        admin.post("/targets", body).expect(201);
        admin.patch("/targets/guarded", Map.of("password", CANARY + "other")).expect(200);
        admin.post("/targets/guarded/probe", null).expect(200);
        admin.patch("/targets/guarded", Map.of("url", login.url() + "?password=" + CANARY))
                .expect(400);
        admin.delete("/targets/guarded").expect(204);
    }

    private String exported(boolean csv) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (csv) {
            export.csv(AuditQuery.all(), out);
        } else {
            export.ndjson(AuditQuery.all(), out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
