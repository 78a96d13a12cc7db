package dev.lockkeeper.bench;

import java.util.List;
import java.util.Locale;

/** Numbers as the report has them. */
final class Words {

    private Words() {}

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    static String rate(double rowsPerSecond) {
        return number(rowsPerSecond) + " rows/s";
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, Math.abs(ratio) >= 20 ? "%.0f" : "%.2f", ratio);
    }

    /** {@code 1 M}, {@code 250,000}. */
    static String rows(long rows) {
        return rows >= 1_000_000 && rows % 1_000_000 == 0
                ? rows / 1_000_000 + " M"
                : String.format(Locale.ROOT, "%,d", rows);
    }

    static String bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return "–";
        }
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return number(value) + " " + units[unit];
    }

    /** {@code 2 h 5 min}, {@code 31 s}. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        if (seconds < 120) {
            return number(seconds) + " s";
        }
        return whole < 7200 ? whole / 60 + " min" : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    static String range(List<Double> values) {
        return values.size() < 2
                ? ""
                : ratio(values.stream().mapToDouble(Double::doubleValue).min().orElseThrow()) + "–"
                        + ratio(values.stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElseThrow());
    }
}
