package dev.lockkeeper.run;

import java.time.LocalDate;
import java.util.List;

/**
 * The runs that began on a day of UTC.
 *
 * @param count of all of them
 * @param wrong how many of them have failed or are stuck now
 * @param some the first of them, those that went wrong before the others
 */
public record RunDay(LocalDate day, long count, long wrong, List<RunLine> some) {
    public RunDay {
        some = List.copyOf(some);
    }
}
