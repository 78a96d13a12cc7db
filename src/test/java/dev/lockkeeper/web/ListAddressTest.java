package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListAddressTest {

    private static ListAddress list(String... params) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            asked.put(params[i], params[i + 1]);
        }
        return ListAddress.of("/migrations", "-changed", Set.of("query", "team"), asked);
    }

    @Test
    void keepsWhatIsKnownAndEncodesIt() {
        ListAddress list = list("query", " a&b=ü ", "team", "", "other", "x", "after", "c");

        assertThat(list.first()).isEqualTo("/migrations?query=a%26b%3D%C3%BC");
        assertThat(list.next("d")).isEqualTo("/migrations?query=a%26b%3D%C3%BC&after=d");
        assertThat(list.narrowed()).isTrue();
        assertThat(list.cleared()).isEqualTo("/migrations");
    }

    @Test
    void aColumnSortsItsOwnWayFirstAndThenTheOther() {
        assertThat(list().sorted("title")).isEqualTo("/migrations?sort=title");
        assertThat(list("sort", "title", "after", "c").sorted("title")).isEqualTo("/migrations?sort=-title");
        assertThat(list("sort", "-title").sorted("title")).isEqualTo("/migrations?sort=title");
        assertThat(list().sorted("-changed")).isEqualTo("/migrations?sort=changed");
        assertThat(list("sort", "changed").sorted("-changed")).isEqualTo("/migrations");
    }

    @Test
    void saysByWhichColumnItIsSorted() {
        assertThat(list().aria("-changed")).isEqualTo("descending");
        assertThat(list().aria("title")).isNull();
        assertThat(list("sort", "title").aria("title")).isEqualTo("ascending");
        assertThat(list("sort", "title").aria("-changed")).isNull();
    }

    @Test
    void sortingAloneLeavesNothingOut() {
        assertThat(list("sort", "title").narrowed()).isFalse();
        assertThat(list("sort", "title", "query", "a").cleared()).isEqualTo("/migrations?sort=title");
    }
}
