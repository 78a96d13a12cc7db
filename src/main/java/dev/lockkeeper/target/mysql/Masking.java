package dev.lockkeeper.target.mysql;

import java.util.regex.Pattern;

/** Takes passwords out of statements and messages: the session list shows statements as they were sent. */
final class Masking {

    /** {@code identified by '…'}, {@code identified with plugin as '…'}, {@code password('…')}, {@code master_password = '…'}. */
    private static final Pattern SECRET = Pattern.compile(
            "(?is)((?:identified\\s+(?:by(?:\\s+password)?|(?:with|via)\\s+\\S+\\s+(?:by|as|using))|password)\\s*[(=]?\\s*(?:password\\s*\\(\\s*)?)"
                    + "(?:'(?:[^'\\\\]|''|\\\\.)*'?|\"(?:[^\"\\\\]|\"\"|\\\\.)*\"?)");

    private Masking() {}

    static String of(String text) {
        return SECRET.matcher(text).replaceAll("$1'***'");
    }
}
