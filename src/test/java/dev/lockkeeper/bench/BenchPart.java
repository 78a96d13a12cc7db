package dev.lockkeeper.bench;

/** One part of the bench: measures, and adds its lines to the report. */
interface BenchPart {

    /** As {@code --only} has it. */
    String name();

    /** Its share of the time, in minutes of the 25. */
    double share();

    void measure(BenchGround ground, Slice slice, BenchReport report);
}
