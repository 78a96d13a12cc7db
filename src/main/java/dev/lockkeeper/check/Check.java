package dev.lockkeeper.check;

import dev.lockkeeper.check.Finding.Result;

/**
 * One question about a launch. A bean; other modules may bring their own. Returns a finding, never throws for what it finds;
 * a {@link dev.lockkeeper.Failure} from the target on the way to the answer makes it unknown.
 */
public interface Check {

    /** Stable, for programs and policies: {@code target-writable}. */
    String id();

    /** What a pass means, in a few words. */
    String title();

    /** Whether a fail or an unknown keeps the launch from happening. */
    boolean blocking();

    /**
     * Whether the answer comes from the target, wholly or in part. Then a page may show the one of a reading that is some seconds old, with
     * its time; the others are asked anew for every page. Launches ask all of them.
     */
    default boolean asksTarget() {
        return true;
    }

    Finding ask(Launch launch);

    default Finding pass(Launch launch, String evidence) {
        return finding(launch, Result.PASS, evidence, "");
    }

    default Finding fail(Launch launch, String evidence, String advice) {
        return finding(launch, Result.FAIL, evidence, advice);
    }

    default Finding unknown(Launch launch, String why, String advice) {
        return finding(launch, Result.UNKNOWN, why, advice);
    }

    /** What the server or its settings do not tell: it stops nothing, unless a policy says so. */
    default Finding cannotTell(Launch launch, String why, String advice) {
        return finding(launch, Result.UNKNOWN, why, advice).blocking(false);
    }

    private Finding finding(Launch launch, Result result, String evidence, String advice) {
        return new Finding(id(), title(), result, blocking(), evidence, advice, launch.askedAt());
    }
}
