package dev.cupel.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.cupel.server.CupelServer;
import dev.cupel.server.Logged;
import dev.cupel.server.Owner;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose sender goes away, and requests that are being sent while the server stops. */
final class BrokenOffTest {
    @TempDir
    Path folder;

    private static Socket sending(CupelServer.Running server, Owner owner, String path, String type, String beginning)
            throws IOException {
        String token = owner.client()
                .post("/me/tokens", Map.of("name", "upload", "scopes", List.of("manage")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.address()).getPort());
        socket.setSoTimeout(30_000);
        String head = "POST /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: " + type + "\r\nContent-Length: 1000000\r\n\r\n" + beginning;
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static double serverErrors(MeterRegistry metrics) {
        return metrics.find("http.server.requests").timers().stream()
                .filter(timer -> String.valueOf(timer.getId().getTag("status")).startsWith("5"))
                .mapToDouble(Timer::count)
                .sum();
    }

    @Test
    void aSenderWhoGoesAwayIsOneLineOfTheLogAndNoErrorOfTheServer() throws Exception {
        CupelServer.Running server = TestServer.running();
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        MeterRegistry metrics = server.context().getBean(MeterRegistry.class);
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nkey,text\r\n";
        for (String[] request : List.of(
                new String[] {"/projects/" + project + "/imports", "text/csv", "key,text\na,one\n"},
                new String[] {"/projects/" + project + "/imports", "multipart/form-data; boundary=b", form},
                new String[] {"/projects/" + project + "/imports/preview", "text/csv", "key,text\na,one\n"},
                new String[] {"/projects", "application/json", "{\"name\":"})) {
            double before = serverErrors(metrics);
            try (Logged log = Logged.all()) {
                Socket socket = sending(server, owner, request[0], request[1], request[2]);
                Thread.sleep(300); // the server is reading
                socket.close();
                long until = System.nanoTime() + 10_000_000_000L;
                while (System.nanoTime() < until
                        && log.events().stream()
                                .noneMatch(event -> event.getFormattedMessage().contains("broke off"))) {
                    Thread.sleep(20);
                }
                Thread.sleep(200);
                assertThat(log.events().stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.INFO)))
                        .as(request[0] + " " + request[1])
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.getLevel()).isEqualTo(Level.WARN);
                            assertThat(event.getThrowableProxy()).isNull();
                            assertThat(event.getFormattedMessage())
                                    .contains("POST /api/v1/projects", "broke off", "sender went away");
                        });
            }
            assertThat(serverErrors(metrics)).isEqualTo(before);
        }
    }

    @Test
    void aRequestThatIsStillBeingSentWhenTheServerStopsIsNotCalledInvalid() throws Exception {
        CupelServer.Running server = CupelServer.start(new ServeOptions(0, folder, null, "127.0.0.1", false));
        Owner owner = Owner.setUp(server);
        try (Socket socket = sending(server, owner, "/projects", "application/json", "{\"name\":")) {
            Thread.sleep(300);
            server.close();
            String answer;
            try {
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException closed) {
                answer = "";
            }
            assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 503"))
                    .as(answer)
                    .isTrue();
        }
    }
}
