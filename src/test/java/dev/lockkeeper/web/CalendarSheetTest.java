package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.run.RunDay;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.target.Window;
import dev.lockkeeper.target.WindowUse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarSheetTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-11");

    /** Whole weeks from Monday: the first of November 2026 is a Sunday, February 2027 begins on a Monday and ends on a Sunday. */
    @ParameterizedTest
    @CsvSource({
        "month, 2026-11-29, 2026-10-26, 2026-12-07, 2026-10-01, 2026-12-01",
        "month, 2027-02-10, 2027-02-01, 2027-03-01, 2027-01-01, 2027-03-01",
        "month, 2026-03-31, 2026-02-23, 2026-04-06, 2026-02-01, 2026-04-01",
        "week, 2026-11-29, 2026-11-23, 2026-11-30, 2026-11-22, 2026-12-06",
        "week, 2026-11-30, 2026-11-30, 2026-12-07, 2026-11-23, 2026-12-07",
        "week, 2027-01-01, 2026-12-28, 2027-01-04, 2026-12-25, 2027-01-08"
    })
    void showsWholeWeeksFromMonday(
            String view, String date, LocalDate first, LocalDate end, LocalDate previous, LocalDate next) {
        CalendarSpan span = CalendarSpan.of(view, date, TODAY);

        assertThat(span.first()).isEqualTo(first);
        assertThat(span.end()).isEqualTo(end);
        assertThat(span.days()).hasSize((int) first.datesUntil(end).count());
        assertThat(span.previous()).isEqualTo(previous);
        assertThat(span.next()).isEqualTo(next);
    }

    @Test
    void beginsWithTheMonthOfTodayAndRefusesWhatIsNoDay() {
        assertThat(CalendarSpan.of(null, null, TODAY)).isEqualTo(new CalendarSpan(CalendarSpan.View.MONTH, TODAY));
        assertThatThrownBy(() -> CalendarSpan.of("year", null, TODAY)).isInstanceOf(Failure.class);
        for (String date : List.of("yesterday", "2026-02-30", "+99999-01-01", "0001-01-01")) {
            assertThatThrownBy(() -> CalendarSpan.of(null, date, TODAY))
                    .as(date)
                    .isInstanceOf(Failure.class);
        }
    }

    private static CalendarSpan week(String date) {
        return CalendarSpan.of("week", date, TODAY);
    }

    private static WindowUse use(String window, String... targets) {
        return new WindowUse(Window.parse(window), "prod", targets.length, targets[0]);
    }

    private static List<CalendarEntry> openings(CalendarSpan span, String... windows) {
        return CalendarSheet.openings(
                Arrays.stream(windows).map(window -> use(window, "shop")).toList(), span.from(), span.to());
    }

    @Test
    void aWindowOverMidnightStandsOnTheDayOnWhichItOpens() {
        CalendarSpan span = week("2026-03-11");
        CalendarSheet sheet = CalendarSheet.of(span, openings(span, "Mon,Sun 22:00-05:00 UTC"), List.of(), 9, TODAY);

        assertThat(sheet.days()).hasSize(7);
        // The one of the Sunday before goes on into Monday, and is shown there besides Monday's own.
        assertThat(sheet.days().getFirst().entries())
                .extracting(CalendarEntry::at)
                .containsExactly(Instant.parse("2026-03-08T22:00:00Z"), Instant.parse("2026-03-09T22:00:00Z"));
        assertThat(sheet.days().get(1).entries()).isEmpty();
        assertThat(sheet.days().getLast().entries())
                .extracting(CalendarEntry::until)
                .containsExactly(Instant.parse("2026-03-16T05:00:00Z"));
        assertThat(sheet.days().get(2).today()).isTrue();
    }

    /** Berlin goes from UTC+1 to UTC+2 on 29 March 2026; the days of the sheet are of UTC and have 24 hours each. */
    @Test
    void aWindowOfLocalTimeMovesAgainstTheDaysOfUtcWithSummerTime() {
        CalendarSpan span = week("2026-03-29");
        List<CalendarEntry> entries = openings(span, "Sat-Sun 01:30-04:00 Europe/Berlin");

        assertThat(entries)
                .extracting(CalendarEntry::at)
                .containsExactly(Instant.parse("2026-03-28T00:30:00Z"), Instant.parse("2026-03-29T00:30:00Z"));
        assertThat(entries)
                .extracting(CalendarEntry::until)
                .containsExactly(Instant.parse("2026-03-28T03:00:00Z"), Instant.parse("2026-03-29T02:00:00Z"));
        assertThat(span.to()).isEqualTo(span.from().plusSeconds(7 * 86_400));
    }

    @Test
    void aWindowOfTheEarlyMorningFarInTheEastStandsOnTheDayBefore() {
        CalendarSpan span = week("2026-03-11");

        assertThat(openings(span, "Thu 01:00-03:00 Asia/Tokyo"))
                .extracting(CalendarEntry::day)
                .containsExactly(LocalDate.parse("2026-03-11"));
    }

    @Test
    void aWindowThatNeverClosesHasAnOpeningEachDay() {
        CalendarSpan span = CalendarSpan.of("month", "2026-11-01", TODAY);
        List<CalendarEntry> entries = openings(span, "00:00-24:00 UTC");

        assertThat(entries).hasSize(42).allMatch(CalendarEntry::wholeDay);
        assertThat(CalendarSheet.nextOpenings(List.of(use("00:00-24:00 UTC", "shop")), span.from(), span.to()))
                .hasSize(1);
    }

    @Test
    void whatIsMostlyLookedForIsKeptWhereThereIsNoRoom() {
        CalendarSpan span = week("2026-03-11");
        List<RunLine> some = IntStream.range(0, 4)
                .mapToObj(i -> run(i, i == 3 ? RunState.FAILED : RunState.SUCCEEDED, "2026-03-11T0" + i + ":00:00Z"))
                .toList();
        CalendarSheet sheet = CalendarSheet.of(
                span, openings(span, "Wed 00:30-05:00 UTC"), List.of(new RunDay(TODAY, 30, 2, some)), 3, TODAY);
        CalendarSheet.Day day = sheet.days().get(2);

        assertThat(day.entries())
                .extracting(entry -> entry.mark().word())
                .containsExactly("succeeded", "succeeded", "failed");
        assertThat(day.more()).as("2 of the 5 here, and 26 that were not read").isEqualTo(28);
        assertThat(day.wrong()).as("one of the 2 is shown").isEqualTo(1);
        assertThat(sheet.empty()).isFalse();
        assertThat(CalendarSheet.of(span, List.of(), List.of(), 3, TODAY).empty())
                .isTrue();
    }

    @Test
    void aWindowOfOneTargetLeadsThereAndOneOfSeveralToTheirList() {
        CalendarSpan span = week("2026-03-11");
        List<CalendarEntry> entries = CalendarSheet.openings(
                List.of(use("Wed 10:00-11:00 UTC", "shop"), use("Wed 12:00-13:00 UTC", "a", "b")),
                span.from(),
                span.to());

        assertThat(entries)
                .extracting(CalendarEntry::href)
                .containsExactly("/targets/shop", "/targets?environment=prod");
    }

    private static RunLine run(long id, RunState state, String at) {
        Instant moment = Instant.parse(at);
        return new RunLine(
                id, "m", "A title", 1, "shop", "prod", null, state, null, null, "cyd", null, moment, moment, null, null,
                null, null, null, null);
    }
}
