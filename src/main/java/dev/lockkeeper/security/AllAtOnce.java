package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a call one after the other, so that everything that is wrong is said together. */
final class AllAtOnce {

    private static final String NOTHING = " Nothing was changed.";

    private final List<Failure> refused = new ArrayList<>();
    private final List<Failure.Problem> problems = new ArrayList<>();

    /** @return null for what is refused; {@link #throwIfAny()} says so */
    <T> @Nullable T read(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Failure failure) {
            if (failure.code() != Code.INVALID) {
                throw failure;
            }
            refused.add(failure);
            problems.add(new Failure.Problem(0, 0, path, sentence(failure)));
            return null;
        }
    }

    /** @throws Failure {@code invalid} with every field that was refused */
    void throwIfAny() {
        if (refused.isEmpty()) {
            return;
        }
        String detail = refused.stream().map(AllAtOnce::sentence).distinct().collect(Collectors.joining(" "));
        String advice = refused.stream().map(Failure::advice).distinct().collect(Collectors.joining(" "));
        throw new Failure(Code.INVALID, detail + NOTHING, advice, problems);
    }

    private static String sentence(Failure failure) {
        return failure.message().replace(NOTHING, "");
    }
}
