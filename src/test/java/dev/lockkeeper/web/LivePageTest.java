package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
class LivePageTest {
    @Autowired
    Api api;

    @Autowired
    People people;

    @Test
    void aChangeReachesEveryViewerWithWhatThatViewerMayDo() throws Exception {
        SomePages pages = new SomePages(api, people);
        try (Stream cyd = stream(pages, "cyd");
                Stream vic = stream(pages, "vic")) {
            assertThat(cyd.until("run-next", "closed|approval")).contains("Cancel…");
            assertThat(vic.until("run-next", "closed|approval")).doesNotContain("Cancel…");
            assertThat(cyd.until("run-events", "Launched")).contains("&lt;").doesNotContain("<script>alert");

            pages.crew().wish(pages.run, "cancel", null).expect(202);

            assertThat(cyd.until("run-state", "cancelled")).contains("cancelled");
            assertThat(vic.until("run-next", "Cancelled")).doesNotContain("<button");
        }
    }

    private Stream stream(SomePages pages, String name) {
        return new Stream(
                api.server() + "/runs/" + pages.run + "/live", pages.as(name).cookie("lockkeeper"));
    }

    /** Reads a stream on a thread of its own. */
    private static final class Stream implements AutoCloseable {
        private final BlockingQueue<List<String>> events = new LinkedBlockingQueue<>();
        private final HttpClient client = HttpClient.newHttpClient();

        Stream(String address, String session) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .header("Accept", "text/event-stream")
                    .header("Cookie", "lockkeeper=" + session)
                    .build();
            client.sendAsync(request, BodyHandlers.ofLines())
                    .thenAccept(answer -> read(answer.body().iterator()));
        }

        private void read(Iterator<String> lines) {
            String name = "";
            StringBuilder data = new StringBuilder();
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length());
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length())).append('\n');
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(List.of(name, data.toString()));
                    data.setLength(0);
                }
            }
        }

        /** The data of the next event of that name that matches. */
        String until(String name, String pattern) throws InterruptedException {
            while (true) {
                List<String> event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).as("%s with %s", name, pattern).isNotNull();
                if (event.getFirst().equals(name) && event.getLast().matches("(?s).*(" + pattern + ").*")) {
                    return event.getLast();
                }
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
