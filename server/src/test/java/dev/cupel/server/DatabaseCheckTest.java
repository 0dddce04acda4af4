package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DatabaseCheckTest {
    private static @Nullable String lack(int major, String encoding, boolean mayCreate, boolean standby) {
        var lack = DatabaseCheck.lack(
                new DatabaseCheck.State(major, major + ".2", encoding, "anna", "public", mayCreate, standby, false));
        return lack == null ? null : lack.getMessage();
    }

    @Test
    void anOlderPostgresqlIsNamedWithItsVersionAndWhatToDo() {
        assertThat(lack(13, "UTF8", true, false)).contains("13.2", "14 or newer", "Upgrade it");
        assertThat(lack(14, "UTF8", true, false)).isNull();
    }

    @Test
    void aDatabaseThatCannotHoldEveryTextIsRefused() {
        assertThat(lack(17, "LATIN1", true, false)).contains("LATIN1", "encoding 'UTF8'");
    }

    @Test
    void aUserWithoutTheRightToMakeTablesIsToldWhichGrantIsMissing() {
        assertThat(lack(17, "UTF8", false, false)).contains("grant create on schema public to anna");
    }

    @Test
    void aStandbyIsRefused() {
        assertThat(lack(17, "UTF8", true, true)).contains("standby", "primary");
    }
}
