package dev.lockkeeper.measure;

import java.sql.SQLException;

/** What the sandbox's server answered, in one line for people. */
final class Refusals {

    private static final int LONGEST = 200;

    private Refusals() {}

    static String said(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        String bare = line.startsWith("ERROR: ") ? line.substring("ERROR: ".length()) : line;
        return bare.length() > LONGEST ? bare.substring(0, LONGEST) + "…" : bare;
    }
}
