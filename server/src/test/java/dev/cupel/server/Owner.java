package dev.cupel.server;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The owner of the test server, and what owners do: make projects, invite people. */
public final class Owner {
    private final Client client;
    private final CupelServer.Running server;

    private Owner(Client client, CupelServer.Running server) {
        this.client = client;
        this.server = server;
    }

    public static Owner setUp(CupelServer.Running running) {
        String link = running.setUpLink().orElseThrow();
        Client client = Client.browserOf(running);
        client.post(
                        "/setup",
                        Map.of(
                                "token", link.substring(link.indexOf('#') + 1),
                                "email", "owner@example.org",
                                "displayName", "Olga Owner",
                                "password", "correct horse battery"))
                .expect(201);
        client.get("/session").expect(200);
        return new Owner(client, running);
    }

    public Client client() {
        return client;
    }

    /** @return the key of a fresh project asking for good or bad */
    public String project(int overlap) {
        return project(
                overlap, List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad"))));
    }

    public String project(int overlap, List<?> questions) {
        return project(overlap, List.of(Map.of("id", "text", "type", "text", "field", "text")), questions);
    }

    public String project(int overlap, List<?> inputs, List<?> questions) {
        return client.post(
                        "/projects",
                        Map.of(
                                "name",
                                "Test " + UUID.randomUUID(),
                                "key",
                                "t" + UUID.randomUUID().toString().substring(0, 8),
                                "guideline",
                                "Be *kind*.",
                                "overlap",
                                overlap,
                                "goldEvery",
                                0,
                                "schema",
                                Map.of("inputs", inputs, "questions", questions)))
                .expect(201)
                .json()
                .path("key")
                .asString();
    }

    /** @return a browser of a new person with the role */
    public Client invite(String project, String role) {
        String url = client.post("/projects/" + project + "/invitations", Map.of("role", role))
                .expect(201)
                .json()
                .path("url")
                .asString();
        Client person = Client.browserOf(server);
        person.post(
                        "/invitations/" + url.substring(url.indexOf('#') + 1) + "/accept",
                        Map.of(
                                "email", UUID.randomUUID() + "@example.org",
                                "displayName", "A " + role,
                                "password", "three random words"))
                .expect(200);
        person.get("/session").expect(200);
        return person;
    }

    /** @return a program that labels */
    public Client simulated(String project, String name) {
        return Client.programOf(
                server,
                client.post("/projects/" + project + "/simulated-annotators", Map.of("displayName", name))
                        .expect(201)
                        .json()
                        .path("token")
                        .asString());
    }
}
