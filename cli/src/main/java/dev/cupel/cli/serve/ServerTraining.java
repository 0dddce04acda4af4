package dev.cupel.cli.serve;

import dev.cupel.cli.demo.DemoProgress;
import dev.cupel.cli.demo.DemoSeeder;
import dev.cupel.cli.demo.WarmUp;
import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One start and stop of a server on a folder of its own, on a free loopback port: a few pages, the demo, and some seconds of
 * labeling, so that what is learned of them (classes, and from Java 25 on how often each method runs) is there at the next
 * start. Without it Java compiles for half a minute while people wait for their next item.
 */
public final class ServerTraining {
    private static final Duration LABELING = Duration.ofSeconds(6);

    private ServerTraining() {}

    /** @param data a folder that does not exist yet */
    public static void run(Path data) throws IOException, InterruptedException {
        try (CupelServer.Running server = CupelServer.start(new ServeOptions(0, data, null, "127.0.0.1", true));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/api/v1/session", "/api/v1/projects", "/nowhere")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
            server.build(token -> fill(URI.create(server.address()), token));
        }
    }

    private static void fill(URI address, String token) {
        try {
            DemoSeeder.seed(address, token, DemoProgress.silent());
            WarmUp.label(address, token, LABELING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
