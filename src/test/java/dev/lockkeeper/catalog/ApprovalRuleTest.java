package dev.lockkeeper.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.catalog.ApprovalRule.Decision;
import dev.lockkeeper.catalog.ApprovalRule.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalRuleTest {

    private static final long AUTHOR = 1;
    private static final long BOB = 2;
    private static final String NOW = "sql as it is now";
    private static final String BEFORE = "sql as it was";

    @Test
    void nobodyHasApproved() {
        assertThat(ask(false)).isEqualTo(new Decision(false, "Nobody has approved it for shop."));
        assertThat(ask(true)).isEqualTo(new Decision(false, "Nobody has approved the phase contract for shop."));
    }

    @Test
    void onePersonOtherThanTheAuthorIsEnough() {
        assertThat(ask(false, bob().plan()))
                .isEqualTo(new Decision(true, "bob has approved the plan with exactly this SQL."));
    }

    @Test
    void otherSqlVoidsIt() {
        assertThat(ask(false, bob().plan().sql(BEFORE)))
                .isEqualTo(new Decision(false, "The approval of bob was for other SQL: void."));
    }

    @Test
    void aLaterApprovalCountsAfterAVoidOne() {
        assertThat(ask(false, bob().plan().sql(BEFORE), bob().plan()).approved())
                .isTrue();
    }

    @Test
    void everyReasonIsTold() {
        assertThat(ask(true, bob().plan(), bob().phase("contract").withdrawn(), bob().phase("expand"))
                        .why())
                .isEqualTo("The approval of bob covers the plan; contract asks for one of its own."
                        + " The approval of bob was withdrawn. The approval of bob is for the phase expand only.");
    }

    /** Every combination of what an approval can be, against a rule written the other way round: what must all be true. */
    @Test
    void itStandsOnlyWhenEverythingFits() {
        int approved = 0;
        List<String> wrong = new ArrayList<>();
        for (int bits = 0; bits < 1 << 5; bits++) {
            boolean own = (bits & 1) > 0;
            boolean elsewhere = (bits & 2) > 0;
            boolean withdrawn = (bits & 4) > 0;
            boolean stale = (bits & 8) > 0;
            boolean needsOwn = (bits & 16) > 0;
            for (String phase : new String[] {null, "contract", "expand"}) {
                Given given = new Given(
                        own ? AUTHOR : BOB, elsewhere ? "other" : "shop", phase, stale ? BEFORE : NOW, withdrawn);
                boolean meant = phase == null ? !needsOwn : phase.equals("contract");
                boolean right = !own && !elsewhere && !withdrawn && !stale && meant;
                Decision decision = ask(needsOwn, given);
                if (decision.approved() != right || decision.why().isBlank()) {
                    wrong.add(given + " needsOwn=" + needsOwn + " -> " + decision);
                }
                approved += decision.approved() ? 1 : 0;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(approved)
                .as("the plan, the phase, and the phase that asks for its own")
                .isEqualTo(3);
    }

    private static Decision ask(boolean needsOwn, Given... given) {
        List<Approval> approvals = List.of(given).stream().map(Given::approval).toList();
        return ApprovalRule.decide(approvals, new Question("shop", "contract", needsOwn, NOW, AUTHOR));
    }

    private static Given bob() {
        return new Given(BOB, "shop", null, NOW, false);
    }

    private record Given(long by, String target, @Nullable String phase, String sql, boolean isWithdrawn) {
        Given plan() {
            return phase(null);
        }

        Given phase(@Nullable String name) {
            return new Given(by, target, name, sql, isWithdrawn);
        }

        Given sql(String other) {
            return new Given(by, target, phase, other, isWithdrawn);
        }

        Given withdrawn() {
            return new Given(by, target, phase, sql, true);
        }

        Approval approval() {
            Map<String, String> digests = Map.of(phase == null ? "contract" : phase, sql);
            Instant at = Instant.parse("2026-01-01T00:00:00Z");
            return new Approval(
                    UUID.randomUUID(),
                    "m",
                    1,
                    target,
                    phase,
                    "text",
                    digests,
                    by,
                    by == BOB ? "bob" : "ann",
                    "",
                    at,
                    isWithdrawn ? at : null);
        }
    }
}
