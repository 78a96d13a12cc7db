package dev.lockkeeper.target;

import dev.lockkeeper.testing.MysqlDatabases;

/** Random walks on MySQL or MariaDB. */
class MysqlWalkingTest extends WalkingContract {

    private static final ContractEngine ENGINE = new MysqlContractEngine(MysqlDatabases::fresh);

    MysqlWalkingTest() {
        super(ENGINE);
    }
}
