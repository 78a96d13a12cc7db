package dev.lockkeeper.target;

/**
 * How the server stands in one respect, at this moment.
 *
 * @param evidence what was seen, with values, in whole sentences
 * @param advice what to do about it; empty when it is good
 */
public record Condition(Topic topic, State state, String evidence, String advice) {

    /** What is asked. */
    public enum Topic {
        /** Long and idle transactions in the database. */
        TRANSACTIONS,
        /** Strong locks on the tables, and who waits for them. */
        LOCKS,
        /** Other tools that change the tables. */
        TOOLS,
        /** Replicas as the primary knows them. */
        REPLICAS,
        /** Write-ahead log or binary log: archived, retained, purged. */
        LOG,
        /** What cleans up behind writers. */
        VACUUM
    }

    /** {@code UNTOLD}: the server, or what the login may see, does not tell. */
    public enum State {
        GOOD,
        BAD,
        UNTOLD
    }

    public static Condition good(Topic topic, String evidence) {
        return new Condition(topic, State.GOOD, evidence, "");
    }

    public static Condition bad(Topic topic, String evidence, String advice) {
        return new Condition(topic, State.BAD, evidence, advice);
    }

    public static Condition untold(Topic topic, String why, String advice) {
        return new Condition(topic, State.UNTOLD, why, advice);
    }
}
