package dev.cupel.server.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus reads, and the dashboard that shows it. */
final class MetricsTest {
    private static final Path DASHBOARD = Path.of("../docs/operations/grafana-dashboard.json");
    private static final Pattern NAME = Pattern.compile("\\b((?:cupel|http|hikaricp|jvm|process|system)_[a-z_]+)");

    /** Asks for everything at least once, so that every figure is there. */
    private static String scrape() {
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        Client labeler = owner.invite(project, "labeler");
        labeler.post("/projects/" + project + "/next", Map.of()).expect(200);
        labeler.post("/projects", "{").expect(403);
        labeler.get("/no/such/address-of-" + project);
        return owner.client().get("/metrics").expect(200).raw().body();
    }

    @Test
    void onlyAnOwnerOfTheInstallationReadsThemAlsoByTokenWithTheScopeRead() {
        Owner owner = TestServer.owner();
        String project = owner.project(1);
        assertThat(Client.browser().get("/metrics").expect(401).code()).isEqualTo("sign_in_required");
        for (String role : List.of("labeler", "manager", "owner")) {
            assertThat(owner.invite(project, role).get("/metrics").expect(403).code())
                    .isEqualTo("role_too_low");
        }
        String token = owner.client()
                .post("/me/tokens", Map.of("name", "prometheus", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        Client.program(token).get("/metrics").expect(200);
    }

    @Test
    void theyNameNobodyAndNoProjectAndHaveFewLabelsHoweverManyAddressesAreAsked() {
        String text = scrape();
        assertThat(text).doesNotContain("@example.org").doesNotContain("Olga");
        Set<String> labels = new TreeSet<>();
        Set<String> routes = new TreeSet<>();
        for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
            Matcher label = Pattern.compile("([a-z_]+)=\"([^\"]*)\"").matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
                if (label.group(1).equals("route")) {
                    routes.add(label.group(2));
                }
            }
        }
        assertThat(labels)
                .isSubsetOf(
                        "method",
                        "route",
                        "status",
                        "le",
                        "code",
                        "kind",
                        "state",
                        "area",
                        "id",
                        "gc",
                        "action",
                        "cause",
                        "pool",
                        "quantile");
        assertThat(routes)
                // "/**" stands for all pages and assets
                .allMatch(r -> r.equals("unknown address")
                        || r.equals("/**")
                        || r.matches("/api/v1(/[a-z-]+|/\\{[a-zA-Z]+\\})*"));
    }

    @Test
    void everyNameOnTheDashboardIsMeasured() throws Exception {
        Set<String> measured = scrape().lines()
                .filter(l -> !l.startsWith("#") && !l.isBlank())
                .map(l -> l.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(DASHBOARD));
        Set<String> shown = new TreeSet<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets").forEach(target -> {
                    Matcher name = NAME.matcher(target.path("expr").asString());
                    while (name.find()) {
                        shown.add(name.group(1));
                    }
                }));
        assertThat(shown).hasSizeGreaterThan(12);
        assertThat(measured).containsAll(shown);
    }
}
