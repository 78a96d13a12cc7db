package dev.lockkeeper.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words for what a run waits for at a gate: the engine writes them, and lists, which cannot ask each gate anew, understand them. */
public final class GateWait {
    private static final String APPROVAL = "an approval of ";
    private static final String LAUNCH = "the launch of ";
    private static final String BY_A_PERSON = " by a person";

    /** Left out by older versions, whose words stand in the store. */
    private static final String AT_ITS_GATE = " at its gate";

    private static final String SOAK = "its soak of ";
    private static final String BETWEEN = ", ";

    private GateWait() {}

    public static String approval(String phase) {
        return APPROVAL + phase;
    }

    public static String person(String phase) {
        return LAUNCH + phase + BY_A_PERSON + AT_ITS_GATE;
    }

    /** @param time how long, in words */
    public static String soak(String time) {
        return SOAK + time;
    }

    public static String checklist() {
        return "its checklist";
    }

    /** The phase whose approval is waited for. */
    public static Optional<String> approvalOf(@Nullable String words) {
        return parts(words)
                .filter(part -> part.startsWith(APPROVAL))
                .map(part -> part.substring(APPROVAL.length()))
                .findFirst();
    }

    /** The phase whose gate a person has to open. */
    public static Optional<String> launchOf(@Nullable String words) {
        return parts(words)
                .map(part ->
                        part.endsWith(AT_ITS_GATE) ? part.substring(0, part.length() - AT_ITS_GATE.length()) : part)
                .filter(part -> part.startsWith(LAUNCH) && part.endsWith(BY_A_PERSON))
                .map(part -> part.substring(LAUNCH.length(), part.length() - BY_A_PERSON.length()))
                .findFirst();
    }

    public static boolean soaks(@Nullable String words) {
        return parts(words).anyMatch(part -> part.startsWith(SOAK));
    }

    private static Stream<String> parts(@Nullable String words) {
        return words == null ? Stream.empty() : Arrays.stream(words.split(BETWEEN));
    }
}
