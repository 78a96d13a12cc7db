package dev.lockkeeper.target.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Puts values of a key's column on a line of whole numbers, to guess a value between two others. Only guesses: whether a value lies where
 * it was thought to lie is for the server to say. So texts are read as digits and letters whatever their collation.
 */
final class Scale {

    /** Of a text: 36 to the tenth is beyond any number of rows. */
    private static final int CHARACTERS = 10;

    private static final int BYTES = 8;
    private static final int RADIX = 36;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private final KeyColumn column;
    private final String kind;
    /** What all values of a text between the two ends begin with. */
    private final String common;

    Scale(KeyColumn column, String low, String high) {
        this.column = column;
        this.kind = column.column().kind();
        this.common = common(low, high);
    }

    /** Whether values of the type can be guessed at all. */
    static boolean has(KeyColumn column) {
        return !column.column().kind().startsWith("inet");
    }

    private static String common(String low, String high) {
        int length = 0;
        while (length < Math.min(low.length(), high.length()) && low.charAt(length) == high.charAt(length)) {
            length++;
        }
        return low.substring(0, length);
    }

    BigInteger of(String text) {
        return switch (kind) {
            case "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year", "bit" -> new BigInteger(text);
            case "decimal" ->
                new BigDecimal(text)
                        .setScale(Math.max(0, column.column().scale()), java.math.RoundingMode.DOWN)
                        .unscaledValue();
            case "enum" -> BigInteger.valueOf(column.labels().indexOf(text));
            case "date" -> BigInteger.valueOf(LocalDate.parse(text).toEpochDay());
            case "datetime", "timestamp" -> BigInteger.valueOf(ChronoUnit.MICROS.between(EPOCH, moment(text)));
            case "time" -> BigInteger.valueOf(micros(text));
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                new BigInteger(1, bytes(HexFormat.of().parseHex(text)));
            case "uuid" -> new BigInteger(text.replace("-", "").substring(0, 2 * BYTES), 16);
            default -> characters(text);
        };
    }

    String at(BigInteger place) {
        return switch (kind) {
            case "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year", "bit" -> place.toString();
            case "decimal" -> new BigDecimal(place, Math.max(0, column.column().scale())).toPlainString();
            case "enum" -> column.labels().get(place.intValueExact());
            case "date" -> LocalDate.ofEpochDay(place.longValueExact()).toString();
            case "datetime", "timestamp" ->
                EPOCH.plus(place.longValueExact(), ChronoUnit.MICROS).format(MOMENT);
            case "time" -> time(place.longValueExact());
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                HexFormat.of().withUpperCase().formatHex(eight(place));
            case "uuid" -> new java.util.UUID(place.longValue(), 0).toString();
            default -> text(place);
        };
    }

    private static LocalDateTime moment(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static long micros(String text) {
        boolean negative = text.startsWith("-");
        List<String> parts = List.of(text.substring(negative ? 1 : 0).split(":"));
        long micros = Long.parseLong(parts.get(0)) * 3_600_000_000L
                + Long.parseLong(parts.get(1)) * 60_000_000L
                + new BigDecimal(parts.get(2)).movePointRight(6).longValueExact();
        return negative ? -micros : micros;
    }

    private static String time(long micros) {
        long all = Math.abs(micros);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d.%06d",
                micros < 0 ? "-" : "",
                all / 3_600_000_000L,
                all / 60_000_000 % 60,
                all / 1_000_000 % 60,
                all % 1_000_000);
    }

    private static byte[] bytes(byte[] all) {
        return java.util.Arrays.copyOf(all, BYTES);
    }

    private static byte[] eight(BigInteger place) {
        byte[] bytes = new byte[BYTES];
        byte[] own = place.toByteArray();
        int length = Math.min(BYTES, own.length);
        System.arraycopy(own, own.length - length, bytes, BYTES - length, length);
        return bytes;
    }

    private BigInteger characters(String text) {
        BigInteger place = BigInteger.ZERO;
        for (int i = common.length(); i < common.length() + CHARACTERS; i++) {
            int digit = i < text.length() ? digit(text.charAt(i)) : 0;
            place = place.multiply(BigInteger.valueOf(RADIX)).add(BigInteger.valueOf(digit));
        }
        return place;
    }

    private static int digit(char character) {
        int digit = Character.digit(character, RADIX);
        if (digit >= 0) {
            return digit;
        }
        return character < 'a' ? 0 : RADIX - 1;
    }

    private String text(BigInteger place) {
        String digits = place.toString(RADIX);
        return common + "0".repeat(Math.max(0, CHARACTERS - digits.length())) + digits;
    }
}
