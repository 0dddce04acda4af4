package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    @Test
    void aBodyNoEndpointCanWantIsRefusedUnread() {
        TestServer.owner();
        assertThat(TestServer.owner()
                        .client()
                        .post("/projects", Map.of("name", "x".repeat(3_000_000)))
                        .expect(413)
                        .code())
                .isEqualTo("body_too_large");
    }
}
