package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.Looked.mariadb;
import static dev.lockkeeper.lint.mysql.Looked.mysql;
import static dev.lockkeeper.lint.mysql.Looked.table;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.Map;

/** What a rule flags and what it does not. @param facts of the server that both are for */
record Example(String rule, Facts facts, String flagged, String clean) {

    static final String ASKED = ", algorithm=instant;";
    static final String IN_PLACE = ", algorithm=inplace, lock=none;";
    static final Map<ObjectName, Facts.Table> TYPED = table(
            500_000,
            Map.of(
                    "a",
                    "int(11)",
                    "v",
                    "varchar(20)",
                    "e",
                    "enum('a','b','c')",
                    "s",
                    "set('1','2','3','4','5','6','7','8')",
                    "n",
                    "bigint"),
            "a");
    static final Facts KNOWN = mysql(8, 4, 0, TYPED);
    static final Facts MARIA = mariadb(TYPED);
    static final String MADE = "create table t (id int primary key);\n";

    static Example of(String rule, Facts facts, String flagged, String clean) {
        return new Example(rule, facts, flagged, clean);
    }

    @Override
    public String toString() {
        return rule + ": " + flagged;
    }
}
