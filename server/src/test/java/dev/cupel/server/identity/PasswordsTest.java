package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void theHashComparedForUnknownAccountsCostsWhatARealOneCosts() {
        String form = "\\$2a\\$11\\$[./A-Za-z0-9]{53}";
        assertThat(Passwords.NOBODYS).matches(form);
        assertThat(passwords.hash("three random words")).matches(form);
    }

    @Test
    void nobodysPasswordIsNeverRight() {
        assertThat(passwords.matches("three random words", null)).isFalse();
        assertThat(passwords.matches("three random words", passwords.hash("three random words")))
                .isTrue();
    }

    @Test
    void aPasswordMadeOfWhatOthersKnowOfThePersonIsWeak() {
        String name = "Zbigniew Wozniak";
        assertThat(passwords.fault("zbigniew wozniak", List.of())).isEmpty();
        assertThat(passwords.fault("zbigniew wozniak", List.of(name))).contains(Passwords.Fault.TOO_WEAK);
    }
}
