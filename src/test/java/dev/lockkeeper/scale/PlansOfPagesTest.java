package dev.lockkeeper.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.GeneratedStore;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.SentStatements;
import dev.lockkeeper.testing.SentStatements.Sent;
import dev.lockkeeper.testing.StoreVolume;
import dev.lockkeeper.testing.WatchedStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every page and every list of the API on a store with years of work in it: no statement reads a big table
 * without an index or much of one for little, and none is sent once a row. A new mapping has to be told of here.
 */
@LockkeeperTest
@Import(WatchedStore.class)
@TestInstance(Lifecycle.PER_CLASS)
class PlansOfPagesTest {

    /** Enough migrations that the store finds them by index, as it does among more; enough runs of each that one statement a run is seen. */
    private static final StoreVolume VOLUME = new StoreVolume(4000, 100, 20_000, 200_000, 8_000);

    /** More than a page needs, fewer than it would send were there one a row. */
    private static final int MOST_STATEMENTS = 40;

    @Autowired
    Environment environment;

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    SentStatements sent;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final Map<String, Browser> browsers = new LinkedHashMap<>();
    private final Map<String, Api> programs = new LinkedHashMap<>();
    private Addresses addresses;

    @BeforeAll
    void fill() {
        Database store = new Database(
                environment.getRequiredProperty("lockkeeper.store.url"),
                environment.getRequiredProperty("lockkeeper.store.username"),
                environment.getRequiredProperty("lockkeeper.store.password"));
        Database target = Databases.fresh("volume")
                .run(
                        "create table users (id bigint primary key, name text)",
                        "insert into users select i, 'n' || i from generate_series(1, 1000) i");
        GeneratedStore.fill(store, VOLUME, target);
        addresses = new Addresses(store);
        for (String[] person : new String[][] {
            {"zoe", "admin", "auditor", "approver", "operator", "author"},
            {"rita", "operator@team:rare", "approver@team:rare", "author@team:rare"},
            {"lars", "operator@lab", "approver@lab", "viewer@team:team-3"},
        }) {
            programs.put(person[0], people.somebody(person[0], java.util.Arrays.copyOfRange(person, 1, person.length)));
            Browser browser = new Browser(api);
            browser.submit("/login", "/login", Map.of("username", person[0], "password", People.PASSWORD));
            browsers.put(person[0], browser);
        }
    }

    @Test
    void everyMappingThatAnswersAQuestionIsAskedHere() {
        Set<String> asked = new TreeSet<>();
        addresses.pages().forEach(address -> asked.add(address.pattern()));
        addresses.calls().forEach(address -> asked.add(address.pattern()));
        Set<String> there = new TreeSet<>();
        mappings.getHandlerMethods().forEach((mapping, method) -> {
            if (method.getBeanType().getPackageName().startsWith("dev.lockkeeper")
                    && mapping.getMethodsCondition().getMethods().stream()
                            .anyMatch(verb -> verb.name().equals("GET"))) {
                there.addAll(mapping.getPatternValues());
            }
        });
        there.removeAll(Addresses.NOT_ASKED.keySet());
        assertThat(asked).containsAll(there);
    }

    @Test
    void noPageReadsABigTableWithoutAnIndexOrSendsAStatementForEachRow() {
        Map<String, String> faults = new TreeMap<>();
        browsers.forEach((name, browser) -> addresses.pages().forEach(address -> {
            sent.begin();
            HttpResponse<String> answer = browser.atOnce(address.path());
            look(name + " " + address.path(), answer.statusCode(), address, faults);
        }));
        assertThat(faults).isEmpty();
    }

    @Test
    void noCallOfTheApiReadsABigTableWithoutAnIndexOrSendsAStatementForEachRow() {
        Map<String, String> faults = new TreeMap<>();
        programs.forEach((name, program) -> addresses.calls().forEach(address -> {
            sent.begin();
            Api.Answer answer = program.get(address.path().substring("/api/v1".length()));
            look(name + " " + address.path(), answer.status(), address, faults);
        }));
        assertThat(faults).isEmpty();
    }

    private void look(String what, int status, Addresses.Address address, Map<String, String> faults) {
        List<Sent> statements = sent.end();
        System.out.println(what + " → " + status + ", " + statements.size() + " statements");
        if (status >= 500 || statements.isEmpty()) {
            faults.put(what, "was answered " + status + " with " + statements.size() + " statements");
        }
        List<String> found = new ArrayList<>();
        for (Sent statement : statements) {
            PlanFaults.of(statement)
                    .forEach(fault -> found.add(fault + ": " + statement.sql().replaceAll("\\s+", " ")));
        }
        if (statements.size() > MOST_STATEMENTS) {
            found.add("sends " + statements.size() + " statements");
        }
        if (!address.whole() && !found.isEmpty()) {
            faults.put(what, String.join("\n", new TreeSet<>(found)));
        }
    }
}
