package dev.lockkeeper.target;

import dev.lockkeeper.testing.MysqlDatabases;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Parts of the contract on the machine's own MariaDB, such as Debian's 10.11: an older server words its catalog and its errors in another
 * way, and has other algorithms.
 */
@EnabledIf(
        value = "dev.lockkeeper.testing.MysqlDatabases#installed",
        disabledReason = "There is no mariadbd on this machine; on Debian it is in the package mariadb-server-core.")
class InstalledMariadbContractTest {

    private static final ContractEngine ENGINE = new MysqlContractEngine(MysqlDatabases::freshInstalled);

    @Nested
    class Writing extends WritersContract {
        Writing() {
            super(ENGINE);
        }
    }

    @Nested
    class Ledgers extends LedgerContract {
        Ledgers() {
            super(ENGINE);
        }
    }

    @Nested
    class Statements extends DdlContract {
        Statements() {
            super(ENGINE);
        }
    }

    @Nested
    class Comparing extends ComparingContract {
        Comparing() {
            super(ENGINE);
        }
    }
}
