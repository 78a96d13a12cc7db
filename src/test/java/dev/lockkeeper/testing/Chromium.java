package dev.lockkeeper.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real browser: the Chromium or Chrome of this machine, else the one that Playwright has installed. */
public final class Chromium implements AutoCloseable {

    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");
    /** Chromium must not look for updates, accounts and the like: nothing but the server under test answers. */
    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright = Playwright.create(new Playwright.CreateOptions()
            .setEnv(installed().isPresent() ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of()));
    private final Browser browser;

    public Chromium() {
        BrowserType.LaunchOptions options =
                new BrowserType.LaunchOptions().setHeadless(true).setArgs(arguments());
        installed().ifPresent(options::setExecutablePath);
        System.out.println("Browser: " + installed().map(Path::toString).orElse("Playwright's own"));
        browser = playwright.chromium().launch(options);
    }

    public BrowserContext context(ColorScheme scheme, int width) {
        return context(scheme, width, true);
    }

    /** @param script whether pages may run any */
    public BrowserContext context(ColorScheme scheme, int width, boolean script) {
        return browser.newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setColorScheme(scheme)
                .setViewportSize(width, 900)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
    }

    /** Waits until what a page fetches once it is there has come. */
    public static void settled(Page page) {
        page.waitForCondition(() -> page.locator("[hx-trigger=load]").count() == 0);
    }

    /** Of a reader in another zone, such as {@code Asia/Kabul}. */
    public BrowserContext in(String zone) {
        return browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId(zone));
    }

    /** One that heeds no Content-Security-Policy: to see that nothing runs even where no policy stops it. */
    public BrowserContext withoutPolicy() {
        return browser.newContext(
                new Browser.NewContextOptions().setBypassCSP(true).setLocale("en-GB"));
    }

    /** Where pictures go: {@code target/pictures}, or {@code docs/pictures} when told so with {@code -Dpictures=}. */
    public static void picture(Page page, String name) {
        picture(page, folder(), name, true);
    }

    /** As {@link #picture}, of what the window shows: for pages that go on for long. */
    public static void window(Page page, String name) {
        picture(page, folder(), name, false);
    }

    /** One of the many that are looked at after a build and are not for the documents: always to {@code target/pictures}. */
    public static void artefact(Page page, String name) {
        picture(page, Path.of("target/pictures"), name, true);
    }

    private static Path folder() {
        return Path.of(System.getProperty("pictures", "target/pictures"));
    }

    private static void picture(Page page, Path folder, String name, boolean whole) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve(name + ".png"))
                .setFullPage(whole));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> installed() {
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** Chromium refuses to run as root with its sandbox; as anybody else it keeps it. */
    private static List<String> arguments() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return QUIET;
        }
        return java.util.stream.Stream.concat(QUIET.stream(), java.util.stream.Stream.of("--no-sandbox"))
                .toList();
    }
}
