package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed API document is the one the code gives. After a wanted change: {@code mvn test -pl server -am
 * -Dtest=OpenApiTest -Dcupel.openapi=write}, then {@code npm run api} in ui.
 */
final class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @Test
    void theCommittedDocumentIsTheOneTheCodeGives() throws IOException {
        JsonNode document =
                Client.browser().get("/api/v1/openapi.json").expect(200).json();
        ((ObjectNode) document).remove("servers");
        Object sorted = JSON.treeToValue(document, Object.class);
        String now = JSON.writeValueAsString(sorted) + "\n";
        Path committed = Path.of("openapi.json");
        if ("write".equals(System.getProperty("cupel.openapi"))) {
            Files.writeString(committed, now);
        }
        assertThat(Files.readString(committed)).isEqualTo(now);
    }
}
