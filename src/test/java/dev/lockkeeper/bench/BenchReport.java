package dev.lockkeeper.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found: the table of aims, and what each part has to say besides. */
final class BenchReport {

    /** How a figure is judged. */
    enum Aim {
        AT_LEAST("≥"),
        AT_MOST("≤");

        final String sign;

        Aim(String sign) {
            this.sign = sign;
        }

        boolean met(double value, double limit) {
            return this == AT_LEAST ? value >= limit : value <= limit;
        }
    }

    /**
     * @param figure the ratio, or a figure of its own
     * @param unit behind the figure; empty for a ratio
     * @param spread of the ratios of the single rounds
     */
    record Line(
            String work,
            String against,
            double figure,
            String unit,
            Aim kind,
            double aim,
            String ours,
            String theirs,
            String spread,
            int rounds) {

        boolean met() {
            return kind.met(figure, aim);
        }

        String text(int wanted) {
            String shown = unit.isEmpty() ? Words.ratio(figure) : Words.number(figure) + " " + unit;
            String limit = unit.isEmpty() ? Words.ratio(aim) : Words.number(aim) + " " + unit;
            return "| **" + shown + "** | " + kind.sign + " " + limit + " | " + (met() ? "met" : "**missed**") + " | "
                    + work
                    + " | " + against + " | " + ours + " | " + theirs + " | " + spread + " | " + rounds
                    + (rounds < wanted ? " of " + wanted : "") + " |";
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final StringBuilder sections = new StringBuilder();

    void add(Line line) {
        lines.add(line);
        System.out.println(line.text(line.rounds()));
    }

    /** A rate of ours by another's. */
    void rate(String work, String against, Readings readings, String ours, String theirs, double aim) {
        rate(work, against, readings, ours, theirs, "rate", aim);
    }

    void rate(String work, String against, Readings readings, String ours, String theirs, String value, double aim) {
        double our = readings.median(ours, value);
        double their = readings.median(theirs, "rate");
        add(new Line(
                work,
                against,
                our / their,
                "",
                Aim.AT_LEAST,
                aim,
                Words.rate(our),
                Words.rate(their),
                Words.range(readings.ratios(ours, theirs, "rate")),
                readings.rounds()));
    }

    void refused(String what, String why) {
        refused.add("- " + what + ": " + why);
        System.out.println("refused: " + what + ": " + why);
    }

    void section(String title, String text) {
        sections.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(text.strip())
                .append('\n');
    }

    String text(String head, int wanted) {
        StringBuilder text = new StringBuilder(head);
        long met = lines.stream().filter(Line::met).count();
        text.append(String.format(
                Locale.ROOT,
                "%d of %d figures meet their aim. Ratios are ours by theirs, of the medians; the spread is that of the single rounds.%n%n",
                met,
                lines.size()));
        text.append(
                "| figure | aim | | work | against | ours | theirs | spread | rounds |\n|---|---|---|---|---|---|---|---|---|\n");
        lines.forEach(line -> text.append(line.text(wanted)).append('\n'));
        if (lines.stream().anyMatch(line -> line.rounds() < wanted)) {
            text.append(
                            "\nWhere fewer rounds were made than wanted the time of the part was up: those are no medians of ")
                    .append(wanted)
                    .append(".\n");
        }
        if (!refused.isEmpty()) {
            text.append("\nNot measured:\n\n")
                    .append(String.join("\n", refused))
                    .append('\n');
        }
        return text.append(sections).toString();
    }
}
