package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint x every role: who is let in follows from the rule on the endpoint, and from nothing else. */
final class AccessMatrixTest {
    private record Endpoint(String method, String path, Level level) {}

    /** Who knocks, and the highest project level that opens to them. */
    private record Visitor(String name, Client client, boolean signedIn, boolean instanceOwner, List<Level> opens) {}

    private static List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        RequestMappingHandlerMapping mapping = TestServer.running()
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry :
                mapping.getHandlerMethods().entrySet()) {
            if (!entry.getValue().getBeanType().getPackageName().startsWith("dev.cupel.")) {
                continue;
            }
            Access access = entry.getValue().getMethodAnnotation(Access.class);
            assertThat(access).as("%s has no access rule", entry.getKey()).isNotNull();
            for (String path : entry.getKey().getPatternValues()) {
                if (access != null && path.startsWith("/api/")) {
                    entry.getKey()
                            .getMethodsCondition()
                            .getMethods()
                            .forEach(method -> endpoints.add(new Endpoint(method.name(), path, access.value())));
                }
            }
        }
        return endpoints;
    }

    @Test
    void everyEndpointLetsInExactlyWhomItsRuleNames() {
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        Map<Level, List<Level>> opens = new EnumMap<>(Level.class);
        opens.put(Level.LABELER, List.of(Level.LABELER));
        opens.put(Level.REVIEWER, List.of(Level.LABELER, Level.REVIEWER));
        opens.put(Level.MANAGER, List.of(Level.LABELER, Level.REVIEWER, Level.MANAGER));
        opens.put(Level.OWNER, List.of(Level.LABELER, Level.REVIEWER, Level.MANAGER, Level.OWNER));
        String elsewhere = owner.project(1);
        List<Visitor> visitors = List.of(
                new Visitor("nobody", Client.browser(), false, false, List.of()),
                new Visitor("stranger", owner.invite(elsewhere, "owner"), true, false, List.of()),
                new Visitor("labeler", owner.invite(project, "labeler"), true, false, opens.get(Level.LABELER)),
                new Visitor("reviewer", owner.invite(project, "reviewer"), true, false, opens.get(Level.REVIEWER)),
                new Visitor("manager", owner.invite(project, "manager"), true, false, opens.get(Level.MANAGER)),
                new Visitor("owner", owner.invite(project, "owner"), true, false, opens.get(Level.OWNER)),
                new Visitor("instance owner", owner.client(), true, true, opens.get(Level.OWNER)));
        List<String> wrong = new ArrayList<>();
        List<Endpoint> all = endpoints();
        assertThat(all).hasSizeGreaterThan(30);
        for (Endpoint endpoint : all) {
            for (Visitor visitor : visitors) {
                // What ends the visit itself, or the project, is knocked at only by those it must refuse.
                boolean allowed = allowed(endpoint, visitor);
                if (allowed
                        && (endpoint.method().equals("DELETE")
                                || endpoint.path().endsWith("/password"))) {
                    continue;
                }
                String path = filled(endpoint, project);
                Client.Answer answer = visitor.client().send(endpoint.method(), path, body(endpoint));
                boolean refused = List.of(
                                "sign_in_required", "role_too_low", "project_unknown", "no_access_rule", "csrf")
                        .contains(answer.code());
                if (refused == allowed || answer.status() >= 500) {
                    wrong.add(visitor.name() + " " + endpoint + " -> " + answer.status() + " " + answer.code());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aTokenThatReadsOpensNoEndpointThatWrites() {
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        String token = owner.client()
                .post("/me/tokens", Map.of("name", "reader", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        Client reader = Client.program(token);
        List<String> open = new ArrayList<>();
        for (Endpoint endpoint : endpoints()) {
            if (!endpoint.method().equals("GET")) {
                Client.Answer answer = reader.send(endpoint.method(), filled(endpoint, project), body(endpoint));
                if (answer.status() != 403 || !answer.code().equals("scope_missing")) {
                    open.add(endpoint + " -> " + answer.status() + " " + answer.code());
                }
            }
        }
        assertThat(open).isEmpty();
        reader.get("/projects/" + project).expect(200);
    }

    /** Programs pass another door than browsers: no cookie, no proof against forged requests. Behind it all must work alike. */
    @Test
    void aProgramMayAskEveryAddressThatReadsAndMeetsNoFaultOfOurs() {
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        String token = owner.client()
                .post("/me/tokens", Map.of("name", "program", "scopes", List.of("read", "label", "manage")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        List<String> faults = new ArrayList<>();
        for (Client program : List.of(Client.program(token), Client.program("cupel_nobody"))) {
            for (Endpoint endpoint : endpoints()) {
                if (endpoint.method().equals("GET")) {
                    Client.Answer answer = program.get(filled(endpoint, project));
                    if (answer.status() >= 500) {
                        faults.add(endpoint + " -> " + answer.status() + " " + answer.code());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(Client.program(token)
                        .get("/session")
                        .expect(200)
                        .json()
                        .path("account")
                        .path("email")
                        .asString())
                .contains("@");
    }

    private static String filled(Endpoint endpoint, String project) {
        return endpoint.path()
                .replace("{project}", project)
                .replaceAll("\\{(member|item|itemId|number)\\}", "999999999")
                .replaceAll("\\{[a-zA-Z]+\\}", UUID.randomUUID().toString());
    }

    private static boolean allowed(Endpoint endpoint, Visitor visitor) {
        return switch (endpoint.level()) {
            case PUBLIC -> true;
            case ACCOUNT -> visitor.signedIn();
            case INSTANCE_OWNER -> visitor.instanceOwner();
            case LABELER, REVIEWER, MANAGER, OWNER -> visitor.opens().contains(endpoint.level());
        };
    }

    /** Nothing that could succeed: the matrix asks who is let in, not what happens inside. */
    private static @org.jspecify.annotations.Nullable String body(Endpoint endpoint) {
        return endpoint.method().equals("GET") || endpoint.method().equals("DELETE") ? null : "[\"matrix\"]";
    }
}
