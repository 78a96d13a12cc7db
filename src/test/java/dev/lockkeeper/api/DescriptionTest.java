package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What {@code /v3/api-docs} says, from which clients are made. */
@LockkeeperTest
class DescriptionTest {

    @Autowired
    People people;

    private JsonNode description() {
        return people.nobody().get("/v3/api-docs").expect(200).json();
    }

    private static JsonNode call(JsonNode description, String method, String path) {
        JsonNode call = description.path("paths").path("/api/v1" + path).path(method);
        assertThat(call.isMissingNode()).as(method + " " + path).isFalse();
        return call;
    }

    @Test
    void eachPhaseAndStepIsDescribedAsItIs() {
        JsonNode schemas = description().path("components").path("schemas");
        assertThat(schemas.at("/RunPhase/properties").propertyNames()).contains("state", "startedAt");
        assertThat(schemas.at("/RunStep/properties").propertyNames()).contains("state", "sql", "rows", "error");
        assertThat(schemas.at("/SqlPhase/properties").propertyNames()).contains("digest", "gate", "approval");
        assertThat(schemas.at("/SqlStep/properties").propertyNames()).contains("forward", "back", "irreversible");
        assertThat(schemas.at("/PlanPhase/properties").propertyNames()).contains("gate", "steps");
        assertThat(schemas.at("/Run/properties/phases/items/$ref").asString()).endsWith("/RunPhase");
        assertThat(schemas.at("/SqlJson/properties/phases/items/$ref").asString())
                .endsWith("/SqlPhase");
    }

    @Test
    void theStatusOfEachCallIsTheOneThatItGives() {
        JsonNode description = description();
        for (String created : List.of(
                "/migrations",
                "/targets",
                "/users",
                "/tokens",
                "/runs",
                "/migrations/{id}/revisions/{number}/approvals")) {
            assertThat(call(description, "post", created).path("responses").propertyNames())
                    .contains("201")
                    .doesNotContain("200");
        }
        for (String wish : List.of("pause", "resume", "cancel", "rollback", "retry", "phases/{phase}/launch")) {
            assertThat(call(description, "post", "/runs/{id}/" + wish)
                            .path("responses")
                            .propertyNames())
                    .contains("202");
        }
        assertThat(call(description, "delete", "/targets/{name}")
                        .path("responses")
                        .propertyNames())
                .contains("204");
    }

    @Test
    void everyCallSaysItsErrorsAndEveryChangeItsKey() {
        JsonNode description = description();
        assertThat(description.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "code", "advice", "errors");
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(call -> {
                    String name = call.getKey() + " " + path.getKey();
                    assertThat(call.getValue()
                                    .at("/responses/default/content/application~1problem+json/schema/$ref")
                                    .asString())
                            .as(name)
                            .endsWith("/Problem");
                    assertThat(call.getValue().path("summary").asString())
                            .as(name)
                            .isNotBlank();
                    assertThat(call.getValue().path("parameters").toString().contains("Idempotency-Key"))
                            .as(name)
                            .isEqualTo(!call.getKey().equals("get"));
                }));
    }

    @Test
    void thePageIsThereWithASlashToo() {
        for (String address : List.of("/swagger-ui", "/swagger-ui/")) {
            Api.Answer answer =
                    Api.send(HttpRequest.newBuilder(URI.create(people.nobody().server() + address))
                            .build());
            assertThat(answer.expect(302).header("Location")).endsWith("/swagger-ui/index.html");
        }
    }

    @Test
    void whatIsNotJsonIsNamed() {
        JsonNode description = description();
        assertThat(call(description, "get", "/audit")
                        .at("/responses/200/content")
                        .propertyNames())
                .contains("application/json", "text/csv", "application/x-ndjson");
        assertThat(call(description, "get", "/runs/{id}/events")
                        .at("/responses/200/content")
                        .propertyNames())
                .contains("application/json", "text/event-stream");
        assertThat(call(description, "get", "/me").at("/responses/200/content").propertyNames())
                .containsExactly("application/json");
    }
}
