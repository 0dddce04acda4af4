package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class SpecialFunctionsTest {
    @Property
    void fastLogIsTheLogarithm(@ForAll @DoubleRange(min = -700, max = 700) double exponent) {
        double x = Math.exp(exponent);
        assertThat(FastLog.of(x)).isCloseTo(Math.log(x), within(2e-14 + 4e-16 * Math.abs(exponent)));
    }

    @Test
    void fastLogIsAccurateNearOneAndAtPowersOfTwo() {
        for (int i = -2000; i <= 2000; i++) {
            double x = 1 + i * 1e-4;
            assertThat(FastLog.of(x)).isCloseTo(Math.log(x), within(2e-14));
        }
        for (int e = -1000; e <= 1000; e += 50) {
            assertThat(FastLog.of(Math.scalb(1.0, e))).isCloseTo(e * Math.log(2), within(2e-13));
        }
    }

    @Test
    void digammaAndLogGammaAtKnownPoints() {
        assertThat(Digamma.of(1)).isCloseTo(-0.5772156649015329, within(1e-12));
        assertThat(Digamma.of(0.5)).isCloseTo(-1.9635100260214235, within(1e-12));
        assertThat(Digamma.of(100)).isCloseTo(4.600161852738087, within(1e-12));
        assertThat(LogGamma.of(1)).isCloseTo(0, within(1e-12));
        assertThat(LogGamma.of(0.5)).isCloseTo(0.5723649429247001, within(1e-12));
        assertThat(LogGamma.of(11)).isCloseTo(Math.log(3628800), within(1e-12));
    }

    @Property
    void digammaIsTheSlopeOfLogGamma(@ForAll @DoubleRange(min = 0.05, max = 500) double x) {
        double h = 1e-5 * x;
        double slope = (LogGamma.of(x + h) - LogGamma.of(x - h)) / (2 * h);
        assertThat(Digamma.of(x)).isCloseTo(slope, within(1e-6 * (1 + 1 / x)));
    }
}
