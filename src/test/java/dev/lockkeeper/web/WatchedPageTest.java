package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of a run in a real browser while it goes on: what it keeps, what it moves, what it reads out, what it does without the stream. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedPageTest {
    /** An engine tells once a second: so many are more than ten minutes. */
    private static final int UPDATES = 620;

    private static final int WARM = 100;

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    RunFacts facts;

    @Autowired
    JdbcClient store;

    @Autowired
    RunStreams streams;

    private Crew crew;
    private Chromium chromium;
    private int runs;

    @BeforeAll
    void aTarget() {
        crew = new Crew(
                people,
                Databases.fresh("watched").run("create table users (id bigint primary key, name text)"),
                "accounts");
        people.operator();
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    private WatchedRun run() {
        store.sql(
                        "update runs set state = 'cancelled', ended_at = now(), waiting_for = null where state <> 'cancelled'")
                .update();
        return new WatchedRun(crew, people, "accounts", "watched-" + ++runs, facts, store);
    }

    @Test
    void aPageLeftOpenForARunOfTenMinutesLeaksNothing() {
        WatchedRun run = run();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = open(context, run);
            CDPSession inside = context.newCDPSession(page);
            // The feed shows so many, and no more: it is full before anything is measured.
            for (int i = 0; i < 40; i++) {
                run.event("lanes", "Lane " + i + " is done.");
            }
            feed(page, run, 0, WARM);
            assertThat(page.locator("#run-events li")).hasCount(40);
            Map<String, Double> early = measured(inside);
            feed(page, run, WARM, UPDATES);
            Map<String, Double> late = measured(inside);
            System.out.println("Page of a run after " + WARM + " updates " + early + ", after " + UPDATES + " " + late);

            assertThat(late.get("Nodes")).as("nodes").isLessThan(early.get("Nodes") * 1.05 + 100);
            assertThat(late.get("JSEventListeners"))
                    .as("listeners")
                    .isLessThanOrEqualTo(early.get("JSEventListeners") + 5);
            assertThat(late.get("JSHeapUsedSize") - early.get("JSHeapUsedSize"))
                    .as("bytes of script kept by %d updates", UPDATES - WARM)
                    .isLessThan(2_000_000);
        }
    }

    @Test
    void chartsOfARunOfDaysKeepItsBeginningInABoundedNumberOfPoints() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = open(context, run());
            Object kept = page.evaluate(
                    """
                    async () => {
                      const { Series } = await import(document.querySelector('script[type=module]').src.replace(/lockkeeper[^/]*$/, 'chart-series.js'));
                      const series = new Series();
                      for (let i = 0; i < 100000; i++) {
                        series.add([i * 1000, i, i === 77777 ? 9000 : 200, 0, null]);
                        series.stand([i * 1000, i % 2 ? 'held' : '']);
                      }
                      return [series.samples.length, series.samples[0][0] === 0 ? 1 : 0, series.samples.at(-1)[0], series.spans.length,
                        Math.max(...series.samples.map(sample => sample[2]))];
                    }
                    """);

            assertThat((List<?>) kept).hasSize(5);
            List<Integer> numbers = ((List<?>) kept)
                    .stream().map(each -> ((Number) each).intValue()).toList();
            assertThat(numbers.get(0)).isBetween(300, 900);
            assertThat(numbers.get(1)).as("the beginning is still there").isEqualTo(1);
            assertThat(numbers.get(2)).isEqualTo(99_999_000);
            assertThat(numbers.get(3)).isLessThanOrEqualTo(400);
            assertThat(numbers.get(4)).as("the worst chunk").isEqualTo(9000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 360})
    void valuesThatChangeMoveNothing(int width) {
        WatchedRun run = run();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, width)) {
            Page page = open(context, run);
            feed(page, run, 0, 6);
            page.evaluate(
                    """
                    () => {
                      window.shifts = [];
                      new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push(
                        entry.value.toFixed(4) + ' ' + entry.sources.map(source => source.node?.id || source.node?.className || source.node?.nodeName).join(' '))))
                        .observe({ type: 'layout-shift' });
                    }
                    """);
            Object before = places(page);
            for (int second = 6; second < 20; second++) {
                tick(page, run, second, second >= 12 && second < 16);
                assertThat(places(page)).as("second %d", second).isEqualTo(before);
            }

            assertThat((List<?>) page.evaluate("window.shifts")).isEmpty();
        }
    }

    @Test
    void onlyThatItDoesSomethingElseIsReadOut() {
        WatchedRun run = run();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = open(context, run);
            feed(page, run, 0, 5);
            assertThat(page.locator("[data-announce]")).isEmpty();
            assertThat(page.locator("[aria-live]")).hasCount(0);
            assertThat(page.locator("[id^=run-] [role=status], [id^=run-][role=status]"))
                    .hasCount(0);

            tick(page, run, 6, true);

            assertThat(page.locator("[data-announce]")).hasText("Held back: replica lag 8.2 s, limit 5 s");
        }
    }

    @Test
    void aLostStreamIsSaidAndWhatWasMissedIsCaughtUp() {
        WatchedRun run = run();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = open(context, run);
            feed(page, run, 0, 3);
            assertThat(page.locator("[data-live-sign]")).isHidden();

            streams.stop();
            assertThat(page.locator("[data-live-sign]")).containsText("Reconnecting… what you see was true at");
            Chromium.picture(page, "run-reconnecting-light");
            run.event("lanes", "While nobody looked.");
            String missed = Show.VALUES.count(run.tick(50, false).rowsDone());
            streams.start();

            assertThat(page.locator("#run-backfill dd").first())
                    .hasText(
                            missed,
                            new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                                    .setTimeout(30_000));
            assertThat(page.locator("#run-events")).containsText("While nobody looked.");
            assertThat(page.locator("[data-live-sign]")).isHidden();
        }
    }

    @Test
    void numbersAreWrittenAsEachReaderDoes() {
        WatchedRun run = run();
        try (BrowserContext english = chromium.context(ColorScheme.LIGHT, 1440);
                BrowserContext german = chromium.context(ColorScheme.LIGHT, 1440)) {
            german.setExtraHTTPHeaders(Map.of("Accept-Language", "de-DE"));
            Page one = open(english, run);
            Page other = open(german, run);

            tick(one, run, 4, false);

            assertThat(one.locator("#run-backfill dd").first()).hasText("1,164,948");
            assertThat(other.locator("#run-backfill dd").first()).hasText("1.164.948");
            assertThat(other.locator("#run-phases")).containsText("2,3 %");
        }
    }

    @Test
    void chartsTellOfTheWholeRunAndOfWhenItStood() {
        WatchedRun run = history();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = open(context, run);
            assertThat(page.locator("[data-plot='1'] [data-value]")).hasText("40,100 rows/s");
            assertThat(page.locator("[data-plot='2'] [data-value]")).hasText("260 ms");
            assertThat(page.locator("[data-plot='3'] [data-value]")).hasText("go");
            assertThat(page.locator("[data-plot='4'] [data-value]")).hasText("0.4 s");
            assertThat(page.locator(".lk-legend li")).hasCount(4);

            page.locator("[data-plot='1'] .lk-plot-frame")
                    .hover(new com.microsoft.playwright.Locator.HoverOptions().setPosition(58, 20));
            assertThat(page.locator("[data-plot='1'] [data-value]")).hasText("30,000 rows/s");
            Chromium.picture(page, "run-charts-light");
        }
    }

    @Test
    void withoutScriptATableTellsTheSame() {
        WatchedRun run = history();
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440, false)) {
            Page page = context.newPage();
            signIn(page);
            page.navigate(api.server() + "/runs/" + run.id);
            assertThat(page.locator(".lk-charts")).isHidden();
            page.getByText("the last samples as a table").click();
            assertThat(page.locator("#run-samples tbody tr").first()).containsText("40,100");
            assertThat(page.locator("#run-samples tbody tr").first()).containsText("260 ms");
            assertThat(page.locator("#run-samples tbody tr")).hasCount(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "held", "paused", "waiting", "failed", "stuck"})
    void everyStateFitsAPhoneAndAWideScreenInBothThemes(String state) {
        WatchedRun run = history();
        run.tick(61, state.equals("held"));
        switch (state) {
            case "running", "held" -> run.event("lanes", "users is walked in 4 lanes.");
            case "waiting" -> run.state(state, "the soak until 2026-11-22 12:41:07 UTC");
            case "stuck" -> {
                run.holes(2);
                run.state(state, null);
            }
            default -> run.state(state, null);
        }
        List<String> tooWide = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(360, 1440)) {
                try (BrowserContext context = chromium.context(theme, width)) {
                    Page page = open(context, run);
                    page.locator(".lk-charts").scrollIntoViewIfNeeded();
                    assertThat(page.locator("[data-plot='1'] [data-value]"))
                            .not()
                            .hasText("–");
                    Object over = page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    if (((Number) over).intValue() > 0) {
                        tooWide.add(theme + " " + width + ": " + over);
                    }
                    Chromium.picture(
                            page, "run-" + state + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
                }
            }
        }
        assertThat(tooWide).isEmpty();
    }

    /** An hour of a walk, held once and paused once. */
    private WatchedRun history() {
        WatchedRun run = run();
        for (int ago = 3600; ago > 0; ago -= 10) {
            boolean held = ago <= 2400 && ago > 2100;
            boolean paused = ago <= 1200 && ago > 900;
            if (!paused) {
                double rate = held ? 0 : ago == 3600 ? 30_000 : ago == 10 ? 40_100 : 40_000 + ago % 170 * 20;
                run.sample(
                        ago,
                        rate,
                        held ? 900 : ago == 10 ? 260 : 180 + ago % 70,
                        held ? "stop" : "go",
                        held ? 8.2 : 0.4);
            }
        }
        run.said(
                2400,
                "throttle",
                "Held: replica lag 8.2 s, limit 5 s.",
                "{\"reason\": \"replica lag 8.2 s, limit 5 s\"}");
        run.said(2100, "throttle", "Goes on after 300 s held.", "{}");
        run.said(1200, "state", "Paused.", "{\"state\": \"paused\", \"from\": \"pausing\"}");
        run.said(900, "wish", "Resumed by cyd.", "{\"state\": \"running\", \"from\": \"paused\"}");
        return run;
    }

    private void feed(Page page, WatchedRun run, int from, int to) {
        for (int second = from; second < to; second++) {
            tick(page, run, second, second % 100 > 90);
            if (second % 10 == 5) {
                run.event("lanes", "Lane " + second + " was split off.");
            }
        }
    }

    /** Each is seen on the page before the next is told: none is passed over. */
    private static void tick(Page page, WatchedRun run, int second, boolean held) {
        String rows = Show.VALUES.count(run.tick(second, held).rowsDone());
        page.waitForFunction("rows => document.querySelector('#run-backfill dd').textContent === rows", rows);
    }

    private static Map<String, Double> measured(CDPSession inside) {
        inside.send("Performance.enable");
        inside.send("HeapProfiler.enable");
        for (int i = 0; i < 3; i++) {
            inside.send("HeapProfiler.collectGarbage");
        }
        Map<String, Double> measured = new HashMap<>();
        inside.send("Performance.getMetrics").getAsJsonArray("metrics").forEach(metric -> {
            JsonObject one = metric.getAsJsonObject();
            String name = one.get("name").getAsString();
            if (List.of("JSHeapUsedSize", "Nodes", "JSEventListeners").contains(name)) {
                measured.put(name, one.get("value").getAsDouble());
            }
        });
        return measured;
    }

    /** Where things stand that one reads or presses. */
    private static Object places(Page page) {
        return page.evaluate(
                """
                () => [...document.querySelectorAll('h1, h2, h3, .lk-bar, .lk-numbers dt, .lk-numbers dd, .lk-plot-frame, .lk-lanes, #run-phases li, main button, main summary')]
                  .map(element => { const box = element.getBoundingClientRect(); return [element.id || element.className || element.nodeName, Math.round(box.x), Math.round(box.y)].join(' '); })
                """);
    }

    private Page open(BrowserContext context, WatchedRun run) {
        Page page = context.newPage();
        signIn(page);
        page.navigate(api.server() + "/runs/" + run.id);
        return page;
    }

    private void signIn(Page page) {
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("cyd");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
    }
}
