package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.GeneratedStore;
import dev.lockkeeper.testing.StoreVolume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every page on a store of the volume that the product is made for, each at twenty requests a second: a server of its own on a PostgreSQL
 * beside it, asked by an admin and by somebody who sees one team in twenty.
 */
final class PageSpeed implements BenchPart {

    private static final double AIM_MILLIS = 50;
    private static final int SHORTEST_SECONDS = 2;
    private static final int LONGEST_SECONDS = 10;

    /** Filling the store comes out of the same time. */
    private static final double FILLING_MINUTES = 2;

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public double share() {
        return 5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        BenchTarget target = ground.target();
        target.admin().run("create database page_store");
        target.template("page_target", "create table users (id bigint primary key, name text)");
        Database store = target.database("page_store");
        Map<String, String> settings = Map.of(
                "LOCKKEEPER_STORE_URL",
                store.url(),
                "LOCKKEEPER_STORE_USERNAME",
                store.username(),
                "LOCKKEEPER_STORE_PASSWORD",
                store.password(),
                "LOCKKEEPER_KEY",
                "the passphrase of the bench, 32 characters and more");
        try (Product server = new Product(ground.options().jar(), settings)) {
            long began = System.nanoTime();
            GeneratedStore.fill(store, StoreVolume.FULL, target.database("page_target"));
            double filling = (System.nanoTime() - began) / 1e9;
            Map<String, Browser> readers = new LinkedHashMap<>();
            readers.put("admin", server.signedIn("zoe", "admin", "auditor", "approver", "operator", "author"));
            readers.put(
                    "one team",
                    server.signedIn("rita", "operator@team:team-3", "approver@team:team-3", "author@team:team-3"));
            measure(server, readers, new PageAddresses(store), seconds(slice, readers.size()), filling, report);
        } finally {
            target.admin().run("drop database page_store with (force)");
        }
    }

    private static int seconds(Slice slice, int readers) {
        double left = slice.limit().toSeconds() - FILLING_MINUTES * 60;
        return (int) Math.clamp(
                left / (readers * PageAddresses.NAMES.size()) - SteadyCalls.WARM_SECONDS,
                SHORTEST_SECONDS,
                LONGEST_SECONDS);
    }

    private static void measure(
            Product server,
            Map<String, Browser> readers,
            PageAddresses addresses,
            int seconds,
            double filling,
            BenchReport report) {
        readers.forEach((reader, browser) -> PageAddresses.NAMES.forEach(page ->
                new SteadyCalls(server.address(), browser.cookie("lockkeeper")).warmUp(addresses.of(page, reader))));
        StringBuilder rows = new StringBuilder();
        double worst = 0;
        String slowest = "";
        for (String page : PageAddresses.NAMES) {
            for (Map.Entry<String, Browser> reader : readers.entrySet()) {
                List<String> paths = addresses.of(page, reader.getKey());
                if (paths.isEmpty()) {
                    continue;
                }
                SteadyCalls.Times times = new SteadyCalls(
                                server.address(), reader.getValue().cookie("lockkeeper"))
                        .measure(paths, seconds);
                String row = "| " + page + " | " + reader.getKey() + " | " + Words.number(times.percentile(0.5)) + " | "
                        + Words.number(times.percentile(0.95)) + " | " + Words.number(times.percentile(0.99)) + " | "
                        + times.count() + " | " + times.bytes() / 1000 + " kB | " + times.failed() + " |\n";
                System.out.print(row);
                rows.append(row);
                if (times.percentile(0.95) > worst) {
                    worst = times.percentile(0.95);
                    slowest = page + " (" + reader.getKey() + ")";
                }
            }
        }
        report.add(new BenchReport.Line(
                "The slowest page at 20 requests a second, 95 of 100 requests: " + slowest,
                "",
                worst,
                "ms",
                BenchReport.Aim.AT_MOST,
                AIM_MILLIS,
                "",
                "",
                "",
                seconds * SteadyCalls.A_SECOND));
        report.section("Pages on a large store", text(seconds, filling) + rows);
    }

    private static String text(int seconds, double filling) {
        StoreVolume full = StoreVolume.FULL;
        return "A store of " + Words.rows(full.migrations()) + " migrations, " + full.targets() + " targets, "
                + Words.rows(full.runs()) + " runs, " + Words.rows(full.events()) + " events and "
                + Words.rows(full.records()) + " audit records, filled in " + Words.time(filling)
                + ". Each page for " + seconds + " s at 20 requests a second, after " + SteadyCalls.WARM_SECONDS
                + " s that do not count, each request for another thing of the store. Milliseconds from sending a request to the last byte"
                + " of its answer, with the client on the same machine. \"Read on the target\" is what the page before it fetches once it is there: it asks"
                + " a database that is on the same machine too.\n\n"
                + "| page | asked by | median | 95 % | 99 % | requests | bytes | failed |\n|---|---|---|---|---|---|---|---|\n";
    }
}
