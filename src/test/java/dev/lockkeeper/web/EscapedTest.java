package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a person can say anywhere is text on every page. The fields are those of the mappings, of the forms and of the schema of migration
 * files, so that a new one has to be told of.
 */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EscapedTest {
    private static final Pattern FIELD = Pattern.compile("<(?:input|textarea|select|button)[^>]* name=\"([\\w.]+)\"");

    private static final int SOME = 8;

    /** Files that say nothing of anybody. */
    private static final Set<String> SAME_FOR_ALL = Set.of("GET /favicon.ico", "GET /robots.txt");

    /** What the policy of pages forbids: {@code style}, {@code onclick}, or a script that stands there. */
    private static final Pattern INLINE =
            Pattern.compile("<[^>]+\\s(?:style|on[a-z]+)\\s*=|<script(?![^>]*\\ssrc=)|<style");

    /** Text of a call, and what it was filled with by {@link Hostile}; or why it takes no markup. */
    private static final Map<String, String> BODIES = new TreeMap<>(Map.ofEntries(
            Map.entry("CommentsApi.Body.phase", "- has to be one of the plan"),
            Map.entry("CommentsApi.Body.text", "comment"),
            Map.entry("LocksApi.EndBody.mark", "- has to be the session's"),
            Map.entry("LocksApi.EndBody.reason", "ending"),
            Map.entry("RunsApiBodies.AttestBody.check", "- has to be a check of the board"),
            Map.entry("RunsApiBodies.AttestBody.link", "- has to be an http address, which has no brackets"),
            Map.entry("RunsApiBodies.HoleBody.action", "- one of two words"),
            Map.entry("RunsApiBodies.HoleBody.reason", "holereason"),
            Map.entry("RunsApiBodies.LaunchBody.checklist", "planchecklist"),
            Map.entry("RunsApiBodies.LaunchBody.migration", "- has to be there"),
            Map.entry("RunsApiBodies.LaunchBody.phases", "- have to be those of the plan"),
            Map.entry("RunsApiBodies.LaunchBody.target", "- has to be there"),
            Map.entry("RunsApiBodies.OpenBody.checklist", "planchecklist"),
            Map.entry("RunsApiBodies.OverrideBody.check", "- has to be a check of the board"),
            Map.entry("RunsApiBodies.OverrideBody.reason", "override"),
            Map.entry("RunsApiBodies.RollBackBody.reason", "wish"),
            Map.entry("RunsApiBodies.RollBackBody.to", "- has to be a phase of the plan"),
            Map.entry("RunsApiBodies.WishBody.reason", "wish"),
            Map.entry("TargetsApi.TargetBody.engine", "- one of a few words"),
            Map.entry("TargetsApi.TargetBody.environment", "- letters, digits and hyphens"),
            Map.entry("TargetsApi.TargetBody.name", "- letters, digits, dots and hyphens"),
            Map.entry("TargetsApi.TargetBody.password", "- never shown"),
            Map.entry("TargetsApi.TargetBody.passwordFrom", "- a name or a path of the server's own"),
            Map.entry("TargetsApi.TargetBody.policy", "backupsql"),
            Map.entry("TargetsApi.TargetBody.replicas", "- addresses of databases, read by the driver's own rules"),
            Map.entry("TargetsApi.TargetBody.team", "- letters, digits, dots and hyphens"),
            Map.entry("TargetsApi.TargetBody.url", "- an address of a database, read by the driver's own rules"),
            Map.entry("TargetsApi.TargetBody.username", "login"),
            Map.entry("TargetsApi.TargetBody.windows", "- times"),
            Map.entry("TokensApi.NewTokenBody.name", "tokenname"),
            Map.entry("TokensApi.NewTokenBody.username", "- has to be there"),
            Map.entry("UsersApi.ChangeBody.password", "- never shown"),
            Map.entry("UsersApi.ChangeBody.roles", "- roles and places: letters, digits, dots and hyphens"),
            Map.entry("UsersApi.NewUserBody.password", "- never shown"),
            Map.entry("UsersApi.NewUserBody.roles", "- roles and places: letters, digits, dots and hyphens"),
            Map.entry("UsersApi.NewUserBody.username", "- letters, digits, dots, hyphens and @"),
            // Of an approval; that of a rejection is filled with "rejection".
            Map.entry("WordBody.comment", "approval"),
            Map.entry("WordBody.digest", "- has to be the revision's"),
            Map.entry("WordBody.phase", "- has to be one of the plan"),
            Map.entry("WordBody.sqlDigests", "- have to be those of the phases"),
            Map.entry("WordBody.target", "- has to be there")));

    @Autowired
    Api api;

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    @Autowired
    JdbcClient store;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private SomePages pages;
    private Hostile hostile;

    @BeforeAll
    void attacksEverywhere() {
        pages = new SomePages(api, people);
        people.somebody("spare", "viewer");
        hostile = new Hostile(pages, store);
        hostile.store();
    }

    @Test
    @Order(1)
    void everyTextOfACallIsToldOf() {
        Set<String> found = new TreeSet<>();
        eachMapping((call, method) -> Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                .forEach(parameter -> texts(parameter.getGenericParameterType(), "", found)));
        assertThat(found)
                .as("say what it is filled with, or why it takes no markup")
                .isEqualTo(BODIES.keySet());
        assertThat(hostile.stored())
                .containsAll(BODIES.values().stream()
                        .filter(told -> !told.startsWith("-"))
                        .toList());
    }

    private static void texts(Type type, String name, Set<String> found) {
        if (type instanceof ParameterizedType of) {
            Type last = of.getActualTypeArguments()[of.getActualTypeArguments().length - 1];
            if (of.getRawType() == Map.class) {
                found.add(name);
            } else {
                texts(last, name, found);
            }
        } else if (type instanceof Class<?> one && one.isRecord()) {
            String owner = one.getName().replaceAll(".*\\.", "").replace('$', '.');
            for (RecordComponent component : one.getRecordComponents()) {
                texts(component.getGenericType(), owner + "." + component.getName(), found);
            }
        } else if (type == String.class && !name.isEmpty()) {
            found.add(name);
        }
    }

    @Test
    @Order(2)
    void everyWordOfAMigrationFileIsToldOf() throws IOException {
        Set<String> words = new TreeSet<>();
        words(JsonMapper.shared().readTree(Files.readString(Path.of("docs/schema/migration.json"))), words);
        Set<String> told = new TreeSet<>(Hostile.IN_PLAN);
        told.addAll(Hostile.NO_MARKUP);
        told.addAll(Hostile.NO_TEXT);
        assertThat(words).isEqualTo(told);
    }

    private static void words(JsonNode node, Set<String> words) {
        if (node.path("properties").isObject()) {
            words.addAll(node.path("properties").propertyNames());
        }
        node.forEach(each -> words(each, words));
    }

    /** As each kind of user; what was stored is found, as text. */
    @Test
    @Order(3)
    void whatWasStoredIsTextOnEveryPage() {
        List<String> wrong = new ArrayList<>();
        Set<String> missing = new TreeSet<>(hostile.stored());
        for (String name : SomePages.NAMES) {
            for (String address : addresses(name.equals("dora") || name.equals("eve"))) {
                HttpResponse<String> answer = pages.as(name).get(address);
                look(name + " at " + address, answer, wrong);
                missing.removeIf(answer.body()::contains);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(missing).as("stored, and on no page").isEmpty();
    }

    private void look(String where, HttpResponse<String> answer, List<String> wrong) {
        String body = answer.body();
        Hostile.RAW.stream().filter(body::contains).forEach(raw -> wrong.add(where + " has " + raw));
        if (INLINE.matcher(body.replaceAll("=\"[^\"]*\"", "=\"\"")).find()) {
            wrong.add(where + " has inline style or script");
        }
        if (answer.statusCode() != 302) {
            guarded(where, answer, wrong);
        }
        if (answer.statusCode() >= 500) {
            wrong.add(where + " fails: " + answer.statusCode());
        }
    }

    private static void guarded(String where, HttpResponse<String> answer, List<String> wrong) {
        Map.of(
                        "Content-Security-Policy", "frame-ancestors 'none'",
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Cache-Control", "no-store")
                .forEach((header, value) -> {
                    if (!answer.headers().firstValue(header).orElse("").contains(value)) {
                        wrong.add(where + " has no " + header);
                    }
                });
    }

    private List<String> addresses(boolean auditor) {
        List<String> addresses = new ArrayList<>();
        for (String page : pages()) {
            for (String id : page.startsWith("/runs/{id}") ? runs() : List.of("")) {
                addresses.add(path(page, id));
            }
        }
        addresses.removeIf(address -> address.endsWith("/live") || address.contains("/export."));
        for (String migration : List.of("hostile", "attack", "hostile-run")) {
            for (String target : List.of("shop", "hostile")) {
                addresses.add("/migrations/" + migration + "?target=" + target);
                addresses.add("/runs/new?migration=" + migration + "&target=" + target);
            }
            addresses.add("/migrations/new?from=" + migration);
        }
        addresses.addAll(List.of("/targets/hostile", "/migrations?query=hostile", "/policies/remove?environment=test"));
        if (auditor) {
            for (long seq = 1; seq <= log.head().seq(); seq++) {
                addresses.add("/audit/" + seq);
            }
        }
        return addresses;
    }

    private List<String> runs() {
        return List.of("" + pages.run, "" + hostile.run);
    }

    private String path(String page, String id) {
        String token = people.admin()
                .get("/tokens?limit=500")
                .json()
                .at("/items")
                .valueStream()
                .filter(item -> item.at("/name").asString().contains("owntoken"))
                .findFirst()
                .map(item -> item.at("/id").asString())
                .orElse(UUID.randomUUID().toString());
        String hole = store.sql("select id from run_holes where run = :run and state = 'open'")
                .param("run", pages.run)
                .query(String.class)
                .optional()
                .orElse("1");
        String path = page.replace("/tokens/{id}", "/tokens/" + token)
                .replace("/migrations/{id}", "/migrations/hostile")
                .replace("/sessions/{id}", "/sessions/1")
                .replace("{id}", id.isEmpty() ? "" + pages.run : id);
        for (Map.Entry<String, String> value : Map.of(
                        "name",
                        "shop",
                        "table",
                        "public.users",
                        "username",
                        "spare",
                        "hole",
                        hole,
                        "seq",
                        "1",
                        "number",
                        "1")
                .entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return path.replaceAll(
                "\\{(approval|rejection|comment)}", UUID.randomUUID().toString());
    }

    private Set<String> pages() {
        Set<String> pages = new TreeSet<>();
        eachMapping((call, method) -> {
            if (call.startsWith("GET ") && !call.contains(" /api/") && !SAME_FOR_ALL.contains(call)) {
                pages.add(call.substring("GET ".length()));
            }
        });
        return pages;
    }

    private void eachMapping(BiConsumer<String, HandlerMethod> with) {
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType().getName().startsWith("dev.lockkeeper.")) {
                info.getMethodsCondition().getMethods().forEach(verb -> info.getPatternValues()
                        .forEach(path -> with.accept(verb + " " + path, method)));
            }
        });
    }

    /** Every field that a form of any page has, in the address of every page; and in place of each name in it. */
    @Test
    @Order(4)
    void whatStandsInAnAddressIsText() {
        List<String> wrong = new ArrayList<>();
        for (String page : pages()) {
            if (!page.endsWith("/live") && !page.contains("/export.")) {
                // The server takes no more than 8 KB of an address, and answers a longer one by itself.
                List<String> fields = List.copyOf(fields());
                for (int from = 0; from < fields.size(); from += SOME) {
                    String some = String.join(
                            "&",
                            fields.subList(from, Math.min(from + SOME, fields.size())).stream()
                                    .map(field -> field + "=" + sent(field))
                                    .toList());
                    look(page + "?" + some, pages.as("eve").get(path(page, "") + "?" + some), wrong);
                }
                // Without the slash of an end tag, which no address may have in its names.
                String named = page.replaceAll(
                        "\\{\\w+}",
                        URLEncoder.encode(Hostile.small("named"), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
                look(named, pages.as("eve").get(named), wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String sent(String field) {
        return URLEncoder.encode(Hostile.attack("sent" + field), StandardCharsets.UTF_8);
    }

    private static Set<String> fields() {
        Set<String> fields = new TreeSet<>(Set.of("after"));
        try (Stream<Path> files = Files.walk(Path.of("frontend"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".html")).toList()) {
                FIELD.matcher(Files.readString(file)).results().forEach(found -> fields.add(found.group(1)));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return fields;
    }

    /** Opened without the policy that would stop a script, so that the escaping is all there is. */
    @Test
    @Order(5)
    void inABrowserNothingOfItRuns() {
        List<String> ran = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.withoutPolicy()) {
            Page page = context.newPage();
            page.onDialog(dialog -> {
                ran.add(page.url() + " " + dialog.message());
                dialog.dismiss();
            });
            page.navigate(api.server() + "/login");
            page.getByLabel("Username").fill("eve");
            page.getByLabel("Password").fill(People.PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            page.waitForURL(address -> !address.contains("login"));
            for (String address : addresses(false)) {
                page.navigate(api.server() + address);
                Chromium.settled(page);
                Object strange = page.evaluate(
                        "document.querySelectorAll('img, script:not([src]), [onerror], [onfocus], [href^=javascript]').length");
                if (((Number) strange).intValue() > 0) {
                    ran.add(address + " has " + strange + " elements that nobody put there");
                }
            }
        }
        assertThat(ran).isEmpty();
    }

    /** Every form with an attack in every field: what is refused comes back on the page it came from. */
    @Test
    @Order(6)
    void whatAFormSendsIsTextWhereItIsSaidAgain() {
        List<String> wrong = new ArrayList<>();
        Map<String, String> form = new LinkedHashMap<>();
        fields().forEach(field -> form.put(field, Hostile.attack("form" + field.replaceAll("\\W", ""))));
        eachMapping((call, method) -> {
            if (call.startsWith("POST ") && !call.contains(" /api/")) {
                Browser eve = pages.as("eve");
                HttpResponse<String> answer = eve.submit("/policies", path(call.substring("POST ".length()), ""), form);
                look(call, answer, wrong);
                if (answer.statusCode() == 302) {
                    look(call + " and back", eve.get(eve.location(answer)), wrong);
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(log.head().seq()).as("some of them did something").isPositive();
    }
}
