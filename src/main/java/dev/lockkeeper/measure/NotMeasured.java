package dev.lockkeeper.measure;

/** A statement is not run on the copy. Its message says why, in words that follow "not measured:". */
final class NotMeasured extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean applied;

    NotMeasured(String why) {
        this(why, false);
    }

    private NotMeasured(String why, boolean applied) {
        super(why, null, false, false);
        this.applied = applied;
    }

    /** It was run all the same, outside a transaction, where its locks come and go. */
    static NotMeasured applied() {
        return new NotMeasured("it runs beside others in several transactions, whose locks come and go", true);
    }

    boolean isApplied() {
        return applied;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
