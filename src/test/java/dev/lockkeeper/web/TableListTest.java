package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.TableSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableListTest {
    private static final List<TableSummary> SOME = List.of(
            new TableSummary("public", "users", 100, 9L),
            new TableSummary("public", "orders", 300, null),
            new TableSummary("app", "Users_old", 200, 90L));

    private static List<String> names(TableList list) {
        return list.page().stream().map(TableList::name).toList();
    }

    @Test
    void theLargestComeFirstAndThoseWithoutAnEstimateLast() {
        assertThat(names(TableList.of(SOME, null, null, null)))
                .containsExactly("public.orders", "app.Users_old", "public.users");
        assertThat(names(TableList.of(SOME, "rows", null, null)))
                .containsExactly("app.Users_old", "public.users", "public.orders");
        assertThat(names(TableList.of(SOME, "name", null, null)))
                .containsExactly("app.Users_old", "public.orders", "public.users");
    }

    @Test
    void aSortThatNobodyKnowsIsBySize() {
        assertThat(TableList.of(SOME, "'; drop", null, null).sort()).isEqualTo("size");
    }

    @Test
    void theFilterLooksIntoTheWholeNameWhateverItsCase() {
        TableList list = TableList.of(SOME, null, "USERS", null);

        assertThat(names(list)).containsExactly("app.Users_old", "public.users");
        assertThat(list.found()).isEqualTo(2);
        assertThat(list.all()).isEqualTo(3);
        assertThat(names(TableList.of(SOME, null, "app.", null))).containsExactly("app.Users_old");
    }

    @Test
    void pagesFollowEachOtherWithoutAGapInEverySort() {
        List<TableSummary> many = IntStream.range(0, 120)
                .mapToObj(i -> new TableSummary("s", "t" + i, i % 7, (long) (i % 5)))
                .toList();
        for (String sort : List.of("size", "rows", "name")) {
            List<String> seen = new ArrayList<>();
            TableList list = TableList.of(many, sort, null, null);
            seen.addAll(names(list));
            while (list.after() != null) {
                list = TableList.of(many, sort, null, list.after());
                seen.addAll(names(list));
            }
            assertThat(seen).as(sort).hasSize(120).doesNotHaveDuplicates();
        }
    }
}
