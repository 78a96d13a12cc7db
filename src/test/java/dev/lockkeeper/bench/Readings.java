package dev.lockkeeper.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was read in the rounds of a part: for each way of doing the work, named values of each round. */
final class Readings {

    /** A way of doing the work. Its values have names such as {@code rate}. */
    @FunctionalInterface
    interface Way {
        Map<String, Double> measure();
    }

    private final Map<String, List<Map<String, Double>>> byWay = new LinkedHashMap<>();

    /** Turn by turn, each round beginning with another way, so that what changes on the machine meanwhile meets all alike. */
    static Readings of(String part, int rounds, Slice slice, Map<String, Way> ways) {
        Readings readings = new Readings();
        List<String> names = List.copyOf(ways.keySet());
        for (int round = 0; round < rounds && slice.hasTimeForRound(round); round++) {
            StringBuilder told = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get((i + round) % names.size());
                Map<String, Double> values = ways.get(name).measure();
                readings.byWay.computeIfAbsent(name, key -> new ArrayList<>()).add(values);
                told.append(told.isEmpty() ? "" : "; ").append(name).append(' ').append(shown(values));
            }
            System.out.printf("%s, round %d: %s%n", part, round + 1, told);
        }
        return readings;
    }

    private static String shown(Map<String, Double> values) {
        return values.entrySet().stream()
                .limit(2)
                .map(value -> value.getKey() + " " + Words.number(value.getValue()))
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    List<Double> of(String way, String value) {
        return byWay.getOrDefault(way, List.of()).stream()
                .map(values -> values.get(value))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    double median(String way, String value) {
        return median(of(way, value));
    }

    double max(String way, String value) {
        return of(way, value).stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    List<String> ways() {
        return List.copyOf(byWay.keySet());
    }

    int rounds() {
        return byWay.values().stream().mapToInt(List::size).max().orElse(0);
    }

    /** One way's value by another's, round by round. */
    List<Double> ratios(String way, String other, String value) {
        List<Double> ours = of(way, value);
        List<Double> theirs = of(other, value);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios;
    }

    /** NaN for none. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        if (size == 0) {
            return Double.NaN;
        }
        return size % 2 == 1 ? sorted.get(size / 2) : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2;
    }
}
