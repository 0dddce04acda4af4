package dev.cupel.server.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.tally.TallyRule.Decision;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class TallyRuleTest {
    @Property
    void smallProjectsAreNeverShownAnOutdatedCount(
            @ForAll @DoubleRange(max = 1000) double age, @ForAll @DoubleRange(max = 10) double took) {
        assertThat(TallyRule.of(true, false, age, took)).isEqualTo(Decision.COUNT);
    }

    @Property
    void noOutdatedCountIsShownForMoreThanAMinute(
            @ForAll boolean small,
            @ForAll @DoubleRange(min = 60, max = 1000) double age,
            @ForAll @DoubleRange(max = 100) double took) {
        assertThat(TallyRule.of(small, false, age, took)).isEqualTo(Decision.COUNT);
    }

    @Property
    void countingBehindTakesAtMostATwentiethOfTheTime(
            @ForAll @DoubleRange(max = 60) double age, @ForAll @DoubleRange(min = 0.01, max = 3) double took) {
        boolean counts = TallyRule.of(false, false, age, took) == Decision.SHOW_AND_COUNT_BEHIND;
        assertThat(!counts || age >= 20 * took).isTrue();
    }

    @Property
    void whereNothingHappenedTheCountIsShownAgain(
            @ForAll boolean small,
            @ForAll @DoubleRange(max = 299) double age,
            @ForAll @DoubleRange(max = 100) double took) {
        assertThat(TallyRule.of(small, true, age, took)).isEqualTo(Decision.SHOW);
    }
}
