package dev.lockkeeper.lint.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which changes of a type PostgreSQL makes in the catalog alone: those after which every stored value is right as it stands. */
final class TypeChanges {

    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("character varying", "varchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("decimal", "numeric"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("int2", "smallint"),
            Map.entry("bool", "boolean"),
            Map.entry("float8", "double precision"),
            Map.entry("float4", "real"),
            Map.entry("character", "char"),
            Map.entry("dec", "numeric"));

    private TypeChanges() {}

    /** Both as a server or a statement spells them. */
    static boolean rewrites(String before, String after) {
        Type from = Type.of(before);
        Type to = Type.of(after);
        if (from.equals(to)) {
            return false;
        }
        return switch (to.name()) {
            case "text" -> !from.name().equals("varchar");
            case "varchar" ->
                !(from.name().equals("varchar") && to.holds(from)
                        || from.name().equals("text") && to.limits().isEmpty());
            case "varbit", "timestamp", "timestamptz", "time", "timetz", "interval" ->
                !(from.name().equals(to.name()) && to.holds(from));
            case "numeric" -> !(from.name().equals("numeric") && to.holdsNumbersOf(from));
            case "inet" -> !from.name().equals("cidr");
            default -> true;
        };
    }

    private record Type(String name, List<Integer> limits) {

        static Type of(String written) {
            StringBuilder name = new StringBuilder();
            List<Integer> limits = new ArrayList<>();
            Words words = new Words(written);
            for (int i = 0; !words.word(i).isEmpty(); i++) {
                String word = words.word(i);
                if (Character.isDigit(word.charAt(0)) && word.length() < 10) {
                    limits.add(Integer.valueOf(word));
                } else if (!word.equals("(") && !word.equals(")") && !word.equals(",")) {
                    name.append(name.isEmpty() || word.equals("[") || word.equals("]") ? "" : " ")
                            .append(word);
                }
            }
            String spelled = name.toString();
            return new Type(SPELLINGS.getOrDefault(spelled, spelled), limits);
        }

        boolean holds(Type other) {
            return limits.isEmpty() || !other.limits.isEmpty() && limits.getFirst() >= other.limits.getFirst();
        }

        /** More digits before the point, and as many behind it: {@code numeric(10,2)} to {@code numeric(12,2)}. */
        boolean holdsNumbersOf(Type other) {
            return limits.isEmpty()
                    || !other.limits.isEmpty()
                            && limits.getFirst() >= other.limits.getFirst()
                            && scale() == other.scale();
        }

        private int scale() {
            return limits.size() > 1 ? limits.get(1) : 0;
        }
    }
}
