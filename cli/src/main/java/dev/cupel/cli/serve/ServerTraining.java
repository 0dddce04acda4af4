package dev.cupel.cli.serve;

import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One start and stop of a server on a folder of its own, on a free loopback port, with a few requests. */
public final class ServerTraining {
    private ServerTraining() {}

    /** @param data a folder that does not exist yet */
    public static void run(Path data) throws IOException, InterruptedException {
        try (CupelServer.Running server = CupelServer.start(new ServeOptions(0, data, null, "127.0.0.1", false));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/api/v1/session", "/api/v1/projects", "/nowhere")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
