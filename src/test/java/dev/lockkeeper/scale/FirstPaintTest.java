package dev.lockkeeper.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.GeneratedStore;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.StoreVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What a first visit to each page transfers, as the browser counts it: headers, bodies as they were compressed, all of it from here. */
@LockkeeperTest
class FirstPaintTest {

    private static final long MOST_BYTES = 350_000;

    @Autowired
    Environment environment;

    @Autowired
    People people;

    @Autowired
    Api api;

    @Test
    void aFirstVisitTransfersLittleAndNothingFromElsewhere() {
        Database store = new Database(
                environment.getRequiredProperty("lockkeeper.store.url"),
                environment.getRequiredProperty("lockkeeper.store.username"),
                environment.getRequiredProperty("lockkeeper.store.password"));
        Database target = Databases.fresh("paint").run("create table users (id bigint primary key, name text)");
        // Lists are as long as they get: fifty migrations are a page.
        GeneratedStore.fill(store, new StoreVolume(100, 500, 1000, 20_000, 500), target);
        people.somebody("zoe", "admin", "auditor", "approver", "operator", "author");
        Addresses addresses = new Addresses(store);
        List<String> faults = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signedIn(context);
            addresses.pages().stream()
                    .map(Addresses.Address::path)
                    .filter(path -> !path.contains("/export.") && !path.endsWith("/series"))
                    .distinct()
                    .forEach(path -> faults.addAll(visit(context, page, path)));
        }
        assertThat(faults).isEmpty();
    }

    private List<String> visit(BrowserContext context, Page page, String path) {
        List<String> faults = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        Map<String, Long> each = new ConcurrentHashMap<>();
        Map<String, String> addresses = new ConcurrentHashMap<>();
        CDPSession browser = context.newCDPSession(page);
        browser.send("Network.enable");
        JsonObject cold = new JsonObject();
        cold.addProperty("cacheDisabled", true);
        browser.send("Network.setCacheDisabled", cold);
        browser.on("Network.responseReceived", event -> {
            JsonObject response = event.getAsJsonObject("response");
            String address = response.get("url").getAsString();
            addresses.put(event.get("requestId").getAsString(), address);
            faults.addAll(faults(path, address, response.getAsJsonObject("headers")));
        });
        browser.on("Network.loadingFinished", event -> {
            long size = event.get("encodedDataLength").getAsLong();
            bytes.addAndGet(size);
            each.put(
                    addresses
                            .getOrDefault(event.get("requestId").getAsString(), "?")
                            .replaceAll(".*/", ""),
                    size);
        });
        page.navigate(api.server() + path);
        page.waitForLoadState(LoadState.LOAD);
        browser.detach();
        System.out.println(path + ": " + bytes + " bytes " + each);
        if (bytes.get() > MOST_BYTES || bytes.get() == 0) {
            faults.add(path + " transfers " + bytes + " bytes: " + each);
        }
        return faults;
    }

    /** A static file must never be asked for again; whatever else comes must come from here. */
    private List<String> faults(String path, String address, JsonObject headers) {
        if (address.startsWith("data:")) {
            return List.of();
        }
        if (!address.startsWith(api.server() + "/")) {
            return List.of(path + " asks " + address);
        }
        boolean file = address.matches(".*\\.(css|js|svg|woff2|png)(\\?.*)?$");
        String caching = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Cache-Control"))
                .map(header -> header.getValue().getAsString())
                .findFirst()
                .orElse("");
        return file && !caching.contains("max-age=31536000")
                ? List.of(address + " is kept: '" + caching + "'")
                : List.of();
    }

    private Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("zoe");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }
}
