package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortionTest {
    @Test
    void asManyRowsAsHaveTheBytesTogetherAndAlwaysOne() {
        assertThat(Portion.fitting(List.of())).isZero();
        assertThat(Portion.fitting(List.of(Integer.MAX_VALUE, 1))).isEqualTo(1);
        assertThat(Portion.fitting(Collections.nCopies(1_000, 100))).isEqualTo(1_000);
        assertThat(Portion.fitting(Collections.nCopies(1_000, 950_000))).isEqualTo(5);
        assertThat(Portion.fitting(List.of(1, 1, Portion.BYTES, 1))).isEqualTo(3);
    }
}
