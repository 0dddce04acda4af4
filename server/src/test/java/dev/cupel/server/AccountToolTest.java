package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.platform.StartFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back into an account for whoever can read the data folder, beside a running server and on a stopped one. */
final class AccountToolTest {
    private static final String EMAIL = "owner@example.org";

    @TempDir
    Path folder;

    private ServeOptions options() {
        return new ServeOptions(0, folder.resolve("data"), null, "127.0.0.1", false);
    }

    private static Client.Answer signIn(CupelServer.Running server, String password) {
        return Client.browserOf(server).post("/session", Map.of("email", EMAIL, "password", password));
    }

    @Test
    void aForgottenPasswordOfTheOnlyOwnerIsSetByLinkOrByPrompt() {
        Path data = options().data();
        assertThatThrownBy(() -> AccountTool.open(data, null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no database of Cupel");
        String address;
        Client owner;
        try (CupelServer.Running server = CupelServer.start(options())) {
            address = server.address();
            owner = Owner.setUp(server).client();
            try (AccountTool tool = AccountTool.open(data, null)) {
                String link = tool.link(tool.account("Owner@Example.org"), null);
                assertThat(link).startsWith(address + "/reset#");
                Client.browserOf(server)
                        .post(
                                "/password-resets/" + link.substring(link.indexOf('#') + 1),
                                Map.of("password", "entirely other words"))
                        .expect(200);
                assertThatThrownBy(() -> tool.account("nobody@example.org"))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("no account");
                assertThatThrownBy(() -> tool.setPassword(tool.account(EMAIL), "password12"))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("easily guessed");
            }
            signIn(server, "entirely other words").expect(200);
            owner.get("/me").expect(401);
        }
        try (AccountTool tool = AccountTool.open(data, null)) {
            assertThat(tool.link(tool.account(EMAIL), null)).startsWith(address + "/reset#");
            assertThat(tool.link(tool.account(EMAIL), "https://labels.example.org"))
                    .startsWith("https://labels.example.org/reset#");
            tool.setPassword(tool.account(EMAIL), "words from the prompt");
        }
        try (CupelServer.Running server = CupelServer.start(options())) {
            signIn(server, "words from the prompt").expect(200);
        }
    }

    @Test
    void aPasswordInAnAddressIsSeenInEveryForm() {
        assertThat(DatabaseAddress.hasPassword("postgresql://cupel:secret@db:5432/cupel"))
                .isTrue();
        assertThat(DatabaseAddress.hasPassword("jdbc:postgresql://db/cupel?ssl=true&password=secret"))
                .isTrue();
        assertThat(DatabaseAddress.hasPassword("postgresql://cupel@db:5432/cupel"))
                .isFalse();
        assertThat(DatabaseAddress.hasPassword("jdbc:postgresql://db:5432/cupel?user=cupel"))
                .isFalse();
    }
}
