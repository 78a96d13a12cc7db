package dev.lockkeeper.target;

/** Random walks on MySQL or MariaDB. */
class MysqlWalkingTest extends WalkingContract {

    private static final ContractEngine ENGINE = new MysqlContractEngine();

    MysqlWalkingTest() {
        super(ENGINE);
    }
}
