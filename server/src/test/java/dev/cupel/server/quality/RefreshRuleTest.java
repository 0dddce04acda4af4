package dev.cupel.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RefreshRuleTest {
    @Test
    void aReportFollowsSoonAfterAPauseAndNowAndThenWhilePeopleWorkOn() {
        // reported, changed, settled, idle, age, took
        assertThat(RefreshRule.due(false, true, false, 0.1, 0, 0))
                .as("the first")
                .isTrue();
        assertThat(RefreshRule.due(true, true, true, 3, 5, 0.2))
                .as("after a pause")
                .isTrue();
        assertThat(RefreshRule.due(true, true, true, 0.1, 5, 0.2)).as("busy").isFalse();
        assertThat(RefreshRule.due(true, true, true, 0.1, 11, 0.2))
                .as("busy for long")
                .isTrue();
        assertThat(RefreshRule.due(true, true, true, 0.1, 30, 4)).as("costly").isFalse();
        assertThat(RefreshRule.due(true, false, true, 100, 100, 0.2))
                .as("nothing new")
                .isFalse();
        assertThat(RefreshRule.due(true, false, false, 3, 3, 0.2))
                .as("perhaps incomplete")
                .isTrue();
    }
}
