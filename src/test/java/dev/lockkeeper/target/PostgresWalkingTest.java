package dev.lockkeeper.target;

/** Random walks on PostgreSQL. */
class PostgresWalkingTest extends WalkingContract {

    private static final ContractEngine ENGINE = new PostgresContractEngine();

    PostgresWalkingTest() {
        super(ENGINE);
    }
}
