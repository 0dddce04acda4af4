package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import dev.cupel.server.platform.web.BodyLimit;
import dev.cupel.server.platform.web.BodyLimits;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every endpoint that takes a body says how much of one. */
final class LimitsTest {
    private final Client client = TestServer.owner().client();
    private final BodyLimits limits = TestServer.running().context().getBean(BodyLimits.class);

    private static List<JsonNode> withBody() {
        List<JsonNode> operations = new ArrayList<>();
        JsonMapper.shared()
                .readTree(Path.of("openapi.json").toFile())
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("requestBody")) {
                        operations.add(operation);
                    }
                }));
        return operations;
    }

    @Test
    void aBodyNoEndpointCanWantIsRefusedUnread() {
        assertThat(client.post("/projects", Map.of("name", "x".repeat(3_000_000)))
                        .expect(413)
                        .code())
                .isEqualTo("body_too_large");
    }

    @Test
    void theApiDocumentSaysForEveryBodyHowLargeItMayBe() {
        assertThat(withBody())
                .hasSizeGreaterThan(20)
                .allSatisfy(operation -> assertThat(operation
                                .path("requestBody")
                                .path("description")
                                .asString(""))
                        .as(operation.path("operationId").asString())
                        .containsPattern("At most (2 MB\\.|256 KB\\.|(2 GB|50 MB), unless the setting )"));
    }

    @Test
    void whereABodyIsReadAsItComesTheEndpointDeclaresItsOwnLimit() {
        List<Method> declared = endpoints()
                .filter(method -> method.isAnnotationPresent(BodyLimit.class))
                .toList();
        assertThat(declared).extracting(Method::getName).containsExactlyInAnyOrder("start", "preview", "upload");
        assertThat(declared).allMatch(method -> limits.limit(method).streamed());
        assertThat(endpoints()
                        .filter(method -> Stream.of(method.getParameters())
                                .anyMatch(parameter -> parameter.isAnnotationPresent(RequestBody.class))))
                .allSatisfy(method -> {
                    assertThat(limits.limit(method).streamed()).isFalse();
                    assertThat(limits.limit(method).most()).isEqualTo(DataSize.ofMegabytes(2));
                });
    }

    private static Stream<Method> endpoints() {
        return TestServer.running().context().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .filter(method -> method.getBeanType().getPackageName().startsWith("dev.cupel."))
                .map(HandlerMethod::getMethod);
    }

    @Test
    void aStreamWithoutALengthIsTakenOnlyWhereFilesAre() {
        String project = TestServer.owner().project(1);
        HttpRequest.BodyPublisher stream =
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("id,text\n1,one\n"));
        client.upload("/projects/" + project + "/imports?format=csv", "text/csv", stream)
                .expect(202);
        assertThat(client.upload("/projects", "application/json", stream)
                        .expect(411)
                        .code())
                .isEqualTo("body_length_unknown");
    }
}
