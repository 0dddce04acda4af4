package dev.cupel.server.item;

import dev.cupel.server.Client;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Imports files over HTTP, as a program would. */
public final class Files {
    private Files() {}

    /** @return the job after it is over */
    public static JsonNode imported(Client client, String project, String query, String file) {
        return over(client, started(client, project, query, file));
    }

    static String started(Client client, String project, String query, String file) {
        return client.upload(
                        "/projects/" + project + "/imports" + query,
                        "application/octet-stream",
                        HttpRequest.BodyPublishers.ofString(file, StandardCharsets.UTF_8))
                .expect(202)
                .json()
                .path("id")
                .asString();
    }

    /** Waits for a job to end, whatever its end. */
    public static JsonNode over(Client client, String job) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < until) {
            JsonNode view = client.get("/jobs/" + job).expect(200).json();
            if (!view.path("finishedAt").isMissingNode()) {
                return view;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new AssertionError("job " + job + " does not end");
    }
}
