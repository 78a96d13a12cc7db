package dev.lockkeeper.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Lints and renders the chart as helm does. */
class HelmChartTest {

    private static final Path CHART = Path.of("helm", "lockkeeper");
    private static final String STORE = "jdbc:postgresql://store.example.internal:5432/lockkeeper";

    @Test
    void passesLint() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void rendersTheServerAndWhatLeadsToIt() {
        assertThat(kinds(complete()))
                .containsExactlyInAnyOrder("Deployment", "Service", "ServiceAccount", "PodDisruptionBudget");
        assertThat(kinds(complete().set("ingress.enabled", true))).contains("Ingress");
        assertThat(kinds(complete().set("serviceAccount.name", "their-own"))).doesNotContain("ServiceAccount");
        assertThat(kinds(complete().set("replicas", 1))).doesNotContain("PodDisruptionBudget");
    }

    @Test
    void asksTheServerWhetherItLivesAndIsReady() {
        Map<String, Object> container = container(complete());

        assertThat(at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
        assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
        assertThat(at(container, "startupProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
    }

    @Test
    void runsWithoutRightsItDoesNotNeed() {
        assertThat(at(pod(complete()), "securityContext"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("runAsNonRoot", true)
                .containsEntry("runAsUser", 10001);
        assertThat(at(pod(complete()), "automountServiceAccountToken")).isEqualTo(false);
        assertThat(at(container(complete()), "securityContext"))
                .isEqualTo(Map.of(
                        "allowPrivilegeEscalation", false,
                        "readOnlyRootFilesystem", true,
                        "capabilities", Map.of("drop", List.of("ALL"))));
    }

    @Test
    void takesEverySecretByReference() {
        List<Map<String, Object>> env =
                maps(at(container(complete().set("bootstrap.existingSecret", "first-token")), "env"));

        assertThat(env)
                .filteredOn(variable -> variable.containsKey("value"))
                .extracting(variable -> variable.get("name"))
                .containsExactly("LOCKKEEPER_STORE_URL");
        assertThat(env)
                .filteredOn(variable -> variable.containsKey("valueFrom"))
                .extracting(variable -> variable.get("name") + " from " + at(variable, "valueFrom", "secretKeyRef"))
                .containsExactly(
                        "LOCKKEEPER_STORE_USERNAME from {name=store-login, key=username}",
                        "LOCKKEEPER_STORE_PASSWORD from {name=store-login, key=password}",
                        "LOCKKEEPER_KEY from {name=credentials-key, key=key}",
                        "LOCKKEEPER_BOOTSTRAP_TOKEN from {name=first-token, key=token}");
    }

    @Test
    void bringsTheSecretsOfTargetsAsVariablesOrFiles() {
        TemplateCommand command = complete()
                .set("targetSecrets.environment[0]", "orders-login")
                .set("targetSecrets.files[0]", "accounts-login");
        Map<String, Object> pod = pod(command);

        assertThat(at(container(pod), "envFrom"))
                .isEqualTo(List.of(Map.of("secretRef", Map.of("name", "orders-login"))));
        assertThat(maps(at(container(pod), "volumeMounts")))
                .contains(Map.of(
                        "name", "secret-accounts-login", "mountPath", "/run/secrets/accounts-login", "readOnly", true));
        assertThat(maps(at(pod, "volumes")))
                .filteredOn(volume -> volume.containsKey("secret"))
                .extracting(volume -> at(volume, "secret", "secretName"))
                .containsExactly("accounts-login");
    }

    @Test
    void refusesASecretWrittenDown() {
        assertThatThrownBy(() -> complete().set("store.password", "hunter2").call())
                .hasMessageContaining("password");
        assertThatThrownBy(() -> complete().set("encryption.value", "c2VjcmV0").call())
                .hasMessageContaining("value");
        assertThatThrownBy(() -> complete().set("adminPassword", "hunter2").call())
                .hasMessageContaining("adminPassword");
        assertThatThrownBy(() ->
                        complete().set("store.url", STORE + "?password=hunter2").call())
                .hasMessageContaining("store");
        assertThatThrownBy(() -> complete()
                        .set("store.url", STORE.replace("//", "//lk:hunter2@"))
                        .call())
                .hasMessageContaining("store");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> template().call()).hasMessageContaining("store.url is missing");
        assertThatThrownBy(() -> complete().set("store.existingSecret", "").call())
                .hasMessageContaining("store.existingSecret is missing");
        assertThatThrownBy(() -> complete().set("encryption.existingSecret", "").call())
                .hasMessageContaining("encryption.existingSecret is missing");
    }

    @Test
    void believesHeadersOfAProxyOnlyBehindAnIngress() {
        List<Map<String, Object>> env =
                maps(at(container(complete().set("ingress.enabled", true).set("ingress.tlsSecret", "tls")), "env"));

        assertThat(env)
                .contains(
                        Map.of("name", "SERVER_FORWARD_HEADERS_STRATEGY", "value", "native"),
                        Map.of("name", "SERVER_SERVLET_SESSION_COOKIE_SECURE", "value", "true"));
    }

    private static TemplateCommand complete() {
        return template()
                .set("store.url", STORE)
                .set("store.existingSecret", "store-login")
                .set("encryption.existingSecret", "credentials-key");
    }

    private static TemplateCommand template() {
        return new Helm(CHART).template().withName("lk").withKubeVersion("1.30.0");
    }

    private static List<Map<String, Object>> documents(TemplateCommand command) {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(command.call())
                .forEach(document -> documents.add(map(document)));
        return documents;
    }

    private static List<Object> kinds(TemplateCommand command) {
        return documents(command).stream().map(document -> at(document, "kind")).toList();
    }

    private static Map<String, Object> pod(TemplateCommand command) {
        Map<String, Object> deployment = documents(command).stream()
                .filter(document -> at(document, "kind").equals("Deployment"))
                .findFirst()
                .orElseThrow();
        return map(at(deployment, "spec", "template", "spec"));
    }

    private static Map<String, Object> container(TemplateCommand command) {
        return container(pod(command));
    }

    private static Map<String, Object> container(Map<String, Object> pod) {
        return maps(at(pod, "containers")).getFirst();
    }

    private static Object at(Map<String, Object> document, String... path) {
        Object here = document;
        for (String name : path) {
            assertThat(map(here)).containsKey(name);
            here = map(here).get(name);
        }
        return here;
    }

    @SuppressWarnings("unchecked") // YAML: keys of the chart's documents are text
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
