package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateWaitTest {

    @Test
    void listsUnderstandWhatTheEngineWrites() {
        String words =
                String.join(", ", GateWait.soak("48 h"), GateWait.approval("contract"), GateWait.person("contract"));

        assertThat(GateWait.approvalOf(words)).contains("contract");
        assertThat(GateWait.launchOf(words)).contains("contract");
        assertThat(GateWait.soaks(words)).isTrue();
    }

    /** Programs look for the words of the contract: gate, approval, soak, checklist. */
    @Test
    void eachSaysItsWordAndTheWordsOfOlderVersionsAreUnderstood() {
        assertThat(GateWait.person("contract")).isEqualTo("the launch of contract by a person at its gate");
        assertThat(GateWait.launchOf("the launch of contract by a person")).contains("contract");
    }

    @Test
    void nothingIsReadIntoOtherWords() {
        for (String words : new String[] {null, "", GateWait.checklist(), "the check 'Inside the window'"}) {
            assertThat(GateWait.approvalOf(words)).isEmpty();
            assertThat(GateWait.launchOf(words)).isEmpty();
            assertThat(GateWait.soaks(words)).isFalse();
        }
    }
}
