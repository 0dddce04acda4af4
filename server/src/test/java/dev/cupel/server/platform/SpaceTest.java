package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.platform.web.Problem;
import org.junit.jupiter.api.Test;

class SpaceTest {
    @Test
    void aFileIsRefusedBeforeItFillsTheDisk() {
        Space space = new Space(() -> Space.RESERVE + 300);
        space.require(0);
        space.require(100);
        assertThatThrownBy(() -> space.require(101))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("disk_full"));
        assertThatThrownBy(() -> new Space(() -> Space.RESERVE - 1).require(-1)).isInstanceOf(Problem.class);
    }

    @Test
    void ofAnExternalDatabaseNothingIsKnown() {
        new Space("").require(Long.MAX_VALUE / 4);
    }
}
