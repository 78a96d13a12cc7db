package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, LOCK_NOT_GRANTED",
        "1213, 40001, LOCK_NOT_GRANTED",
        "3572, HY000, LOCK_NOT_GRANTED",
        "1317, 70100, LOCK_NOT_GRANTED",
        "3024, HY000, LOCK_NOT_GRANTED",
        "1969, 70100, LOCK_NOT_GRANTED",
        "1197, HY000, LOCK_NOT_GRANTED",
        "1045, 28000, LOGIN_REFUSED",
        "1130, HY000, LOGIN_REFUSED",
        "1044, 42000, MISSING_PRIVILEGE",
        "1142, 42000, MISSING_PRIVILEGE",
        "1419, HY000, MISSING_PRIVILEGE",
        "1146, 42S02, MISSING_OBJECT",
        "1054, 42S22, MISSING_OBJECT",
        "1290, HY000, STATEMENT_FAILED",
        "1836, HY000, STATEMENT_FAILED",
        "1062, 23000, STATEMENT_FAILED",
        "1264, 22003, STATEMENT_FAILED",
        "3819, HY000, STATEMENT_FAILED",
        "4025, 23000, STATEMENT_FAILED",
        "0, 08S01, TARGET_UNREACHABLE",
        "1927, 70100, TARGET_UNREACHABLE",
        "1040, 08004, TARGET_UNREACHABLE"
    })
    void errorsAreToldByTheirNumber(int number, String state, Code code) {
        assertThat(SqlFailures.of("testing", new SQLException("said", state, number))
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "1062, 23000, true",
        "1264, 22003, true",
        "1365, 22012, true",
        "1406, 22001, true",
        "1644, 45000, true",
        "3819, HY000, true",
        "4025, 23000, true",
        "1526, HY000, true",
        "1205, HY000, true",
        "1317, 70100, true",
        "3024, HY000, true",
        "1265, 01000, true",
        "1213, 40001, false",
        "1290, HY000, false",
        "1836, HY000, false",
        "1792, 25006, false",
        "1036, HY000, false",
        "1114, HY000, false",
        "1021, HY000, false",
        "1442, HY000, false",
        "1814, HY000, false",
        "1305, 42000, false",
        "1927, 70100, false",
        "0, S1000, false"
    })
    void whatEveryRowWouldMeetIsNoRowsOwn(int number, String state, boolean rows) {
        assertThat(SqlFailures.aboutTheRow(new SQLException("said", state, number)))
                .isEqualTo(rows);
    }

    @Test
    void aServerThatOnlyReadsRefusesTheStatementAndNotTheRow() {
        SQLException readOnly = new SQLException("running with the --read-only option", "HY000", 1290);
        assertThat(SqlFailures.ofRows("writing", readOnly).code()).isEqualTo(Code.STATEMENT_REFUSED);
        assertThat(SqlFailures.ofRows("writing", readOnly).advice()).contains("primary");
    }

    @Test
    void whatDoesNotFitTheBinaryLogIsTriedInSmallerParts() {
        Failure failure =
                SqlFailures.of("writing", new SQLException("Multi-statement transaction required more", "HY000", 1197));
        assertThat(failure.getMessage()).contains("binary log");
        assertThat(failure.advice()).contains("smaller parts");
    }

    @Test
    void passwordsNearASyntaxErrorAreNotRepeated() {
        Failure failure = SqlFailures.of(
                "running", new SQLException("You have an error near 'identified by 'CANARY' for 5'", "42000", 1064));
        assertThat(failure.getMessage()).contains("***").doesNotContain("CANARY");
    }

    @Test
    void valuesOfRowsAreNotRepeatedToWhoMayNotSeeThem() {
        SQLException duplicate = new SQLException("Duplicate entry 'ann@example.org' for key 'email'", "23000", 1062);
        assertThat(SqlFailures.saidOf("update users set email = lower(email)", duplicate))
                .isEmpty();
        SQLException unknown = new SQLException("Unknown column 'nmae' in 'field list'", "42S22", 1054);
        assertThat(SqlFailures.saidOf("select nmae, 1 as 'field list'", unknown))
                .isPresent();
    }
}
