package dev.cupel.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What cannot be understood is refused with a status below 500, a code, the place and a way out, at every endpoint of the API
 * document; and no answer speaks of classes or libraries.
 */
final class MalformedRequestTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern INSIDES = Pattern.compile(
            "(?i)java\\.|jackson|springframework|dev\\.cupel\\.|exception|deserializ|`|\\bnull type\\b|hibernate|tomcat|psql|SQL state");

    private static String project = "";
    private static Client owner = Client.browser();

    @BeforeAll
    static void makeProject() {
        owner = TestServer.owner().client();
        project = TestServer.owner().project(1);
    }

    private record Operation(String method, String path, JsonNode definition) {}

    private static JsonNode document() {
        return Client.browser().get("/api/v1/openapi.json").expect(200).json();
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, definition) -> {
                    if (path.startsWith("/api/")) {
                        operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path, definition));
                    }
                }));
        assertThat(operations).hasSizeGreaterThan(40);
        return operations;
    }

    private static String address(String path) {
        return path.replace("{project}", project)
                .replaceAll("\\{(member|item|itemId|number)\\}", "999999999")
                .replaceAll("\\{[a-zA-Z]+\\}", UUID.randomUUID().toString());
    }

    private static void refused(List<String> wrong, String what, Client.Answer answer) {
        if (answer.status() >= 500 || answer.status() < 400) {
            wrong.add(what + " -> " + answer.status() + " " + shortened(answer));
        } else if (answer.code().isEmpty()
                || answer.json().path("detail").asString("").isEmpty()
                || (answer.json().path("fix").isMissingNode()
                        && answer.json().path("problems").isEmpty())) {
            wrong.add(what + " says too little: " + shortened(answer));
        } else if (INSIDES.matcher(answer.raw().body()).find()) {
            wrong.add(what + " tells its insides: " + shortened(answer));
        }
    }

    private static String shortened(Client.Answer answer) {
        String body = answer.raw().body();
        return body.length() < 500 ? body : body.substring(0, 500);
    }

    @Test
    void everyIdThatIsNoneIsRefusedWhereverItStands() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations(document())) {
            for (String id : List.of(
                    "abc", "-1", "1.5", "99999999999999999999999999", "NaN", "1e400", "%20", "x".repeat(3000))) {
                String path = operation.path().replace("{project}", project);
                if (!path.contains("{")) {
                    continue;
                }
                path = path.replaceAll("\\{[a-zA-Z]+\\}", id);
                Client.Answer answer = owner.send(operation.method(), path, body(operation));
                // What ends something that is not there has ended it.
                if (answer.status() != 204) {
                    refused(wrong, operation.method() + " " + path, answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String body(Operation operation) {
        return operation.definition().has("requestBody") ? "{}" : "";
    }

    @Test
    void everyParameterOfANumberRefusesWhatIsNoNumber() {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Operation operation : operations(document())) {
            for (JsonNode parameter : operation.definition().path("parameters")) {
                String type = parameter.path("schema").path("type").asString("");
                if (!parameter.path("in").asString().equals("query")
                        || !(type.equals("integer") || type.equals("boolean"))) {
                    continue;
                }
                for (String value : List.of("abc", "1.5", "99999999999999999999", "NaN", "Infinity", "1e400", "-%3E")) {
                    String path = address(operation.path()) + "?"
                            + parameter.path("name").asString() + "=" + value;
                    refused(
                            wrong,
                            operation.method() + " " + path,
                            owner.send(operation.method(), path, body(operation)));
                    tried++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(20);
    }

    private static final List<String> NO_JSON = List.of(
            "{",
            "{\"a\":",
            "nonsense",
            "{} {}",
            "[".repeat(100_000),
            "{\"a\":NaN}",
            "\"\\ud800",
            "\u0000",
            "{\"a\":01}",
            "{\"a\":" + "9".repeat(2000) + "}");

    private static final List<String> NO_OBJECT =
            List.of("null", "[]", "1", "\"text\"", "true", "{\"nobodyKnowsThis\":1}");

    @Test
    void parametersWhoseNamesAreNoneAreRefused() {
        for (String query : List.of("%C2%97=1", "=1", "limit=5&=2", "%F3%A5%AE%8E=")) {
            for (String path : List.of("/projects", "/jobs")) {
                Client.Answer answer = owner.send("GET", path + "?" + query, null);
                assertThat(answer.status()).as(path + "?" + query).isIn(200, 400);
                if (answer.status() == 400) {
                    assertThat(answer.code()).isEqualTo("request_refused");
                }
            }
        }
        assertThat(owner.send("GET", "/projects?%C2%97=1", null).status()).isEqualTo(400);
        assertThat(owner.send("GET", "/projects?=1", null).status()).isEqualTo(400);
    }

    @Test
    void aFieldThatStandsTwiceInABodyIsRefusedWithItsPlace() {
        for (String body : List.of(
                "{\"name\":\"A\",\"name\":\"B\",\"schema\":{}}",
                "{\"name\":\"A\",\"schema\":{\"questions\":[{\"id\":\"a\",\n\"id\":\"b\"}]}}")) {
            Client.Answer answer = owner.post("/projects", body).expect(400);
            assertThat(answer.code()).isEqualTo("body_unreadable");
            assertThat(answer.json().path("detail").asString()).contains("the same field twice", "line ");
        }
    }

    @Test
    void aParameterThatIsNoTextIsRefusedWhereNoneIsExpectedToo() {
        for (Operation operation : operations(document())) {
            if (operation.method().equals("GET")) {
                Client.Answer answer = owner.get(address(operation.path()) + "?after=%00");
                assertThat(answer.status()).as(operation.path()).isIn(404, 410, 422);
            }
        }
    }

    @Test
    void everyBodyThatIsNoJsonOrNoObjectIsRefused() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations(document())) {
            if (!operation.definition().path("requestBody").path("content").has("application/json")) {
                continue;
            }
            boolean needed =
                    operation.definition().path("requestBody").path("required").asBoolean(false);
            List<String> bodies = new ArrayList<>(NO_JSON);
            NO_OBJECT.stream().filter(b -> needed || !b.equals("null")).forEach(bodies::add);
            for (String body : bodies) {
                String what = operation.method() + " " + operation.path() + " with "
                        + (body.length() > 40 ? body.substring(0, 40) : body);
                refused(wrong, what, owner.send(operation.method(), address(operation.path()), body));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Builds a body that fits the document, then spoils one field after another. */
    @Test
    void everyFieldRefusesAnotherTypeNullWhereNoneIsAndWhatIsTooLong() {
        JsonNode document = document();
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Operation operation : operations(document)) {
            JsonNode schema = operation
                    .definition()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (schema.isMissingNode()
                    || operation.path().endsWith("/session")
                    || operation.path().endsWith("/setup")) {
                continue;
            }
            JsonNode sample = sample(document, schema, 0);
            for (Map.Entry<String, ObjectNode> spoilt :
                    spoilt(document, schema, sample).entrySet()) {
                Client.Answer answer = owner.send(operation.method(), address(operation.path()), spoilt.getValue());
                String what = operation.method() + " " + operation.path() + " " + spoilt.getKey();
                // Asked what is wrong with a password, the server answers that it is too long.
                if (operation.path().endsWith("/password-check") && answer.status() == 200) {
                    assertThat(answer.json().path("fault").asString()).isEqualTo("too_long");
                    continue;
                }
                refused(wrong, what, answer);
                if (answer.status() == 422
                        && answer.code().equals("body_invalid")
                        && answer.json()
                                .path("problems")
                                .path(0)
                                .path("where")
                                .asString("")
                                .isEmpty()) {
                    wrong.add(what + " names no place");
                }
                tried++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(150);
    }

    private static JsonNode resolve(JsonNode document, JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        return ref.isEmpty() ? schema : document.at(ref.substring(1));
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asString("") : type.asString("");
    }

    private static JsonNode sample(JsonNode document, JsonNode declared, int depth) {
        JsonNode schema = resolve(document, declared);
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        return switch (type(schema)) {
            case "object" -> {
                ObjectNode object = JSON.createObjectNode();
                if (depth < 6) {
                    schema.path("properties")
                            .forEachEntry((name, part) -> object.set(name, sample(document, part, depth + 1)));
                }
                yield object;
            }
            case "array" -> JSON.createArrayNode().add(sample(document, schema.path("items"), depth + 1));
            case "integer", "number" ->
                JSON.getNodeFactory()
                        .numberNode(Math.max(1, schema.path("minimum").asInt(1)));
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            default ->
                JSON.getNodeFactory()
                        .stringNode(
                                schema.path("format").asString("").equals("uuid")
                                        ? UUID.randomUUID().toString()
                                        : "ab");
        };
    }

    private static Map<String, ObjectNode> spoilt(JsonNode document, JsonNode declared, JsonNode sample) {
        Map<String, ObjectNode> spoilt = new LinkedHashMap<>();
        JsonNode schema = resolve(document, declared);
        schema.path("properties").forEachEntry((name, declaredPart) -> {
            JsonNode part = resolve(document, declaredPart);
            boolean required = false;
            for (JsonNode one : schema.path("required")) {
                required |= one.asString().equals(name);
            }
            Consumer<Map.Entry<String, JsonNode>> put = entry -> {
                ObjectNode copy = ((ObjectNode) sample).deepCopy();
                copy.set(name, entry.getValue());
                spoilt.put(name + " " + entry.getKey(), copy);
            };
            if (required) {
                put.accept(Map.entry("null", JSON.getNodeFactory().nullNode()));
                ObjectNode without = ((ObjectNode) sample).deepCopy();
                without.remove(name);
                spoilt.put(name + " missing", without);
            }
            switch (type(part)) {
                case "string" -> {
                    put.accept(Map.entry("number", JSON.getNodeFactory().numberNode(5)));
                    put.accept(Map.entry("list", JSON.createArrayNode()));
                    put.accept(Map.entry("object", JSON.createObjectNode()));
                    put.accept(Map.entry("very long", JSON.getNodeFactory().stringNode("x".repeat(300_000))));
                }
                case "integer", "number" -> {
                    put.accept(Map.entry("text", JSON.getNodeFactory().stringNode("5")));
                    put.accept(Map.entry(
                            "half",
                            JSON.getNodeFactory().numberNode(type(part).equals("integer") ? 1.5 : Double.MAX_VALUE)));
                    put.accept(Map.entry("huge", JSON.getNodeFactory().numberNode(new java.math.BigDecimal("1e400"))));
                    put.accept(Map.entry("list", JSON.createArrayNode()));
                }
                case "boolean" -> {
                    put.accept(Map.entry("text", JSON.getNodeFactory().stringNode("true")));
                    put.accept(Map.entry("number", JSON.getNodeFactory().numberNode(1)));
                }
                case "array" -> {
                    ArrayNode withNull = JSON.createArrayNode().addNull();
                    put.accept(Map.entry("null inside", withNull));
                    put.accept(Map.entry("object", JSON.createObjectNode()));
                    put.accept(Map.entry("text", JSON.getNodeFactory().stringNode("a")));
                }
                default -> {
                    if (part.has("enum")) {
                        put.accept(Map.entry("unknown", JSON.getNodeFactory().stringNode("nobody knows this")));
                        put.accept(Map.entry("number", JSON.getNodeFactory().numberNode(0)));
                    }
                }
            }
        });
        return spoilt;
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data, form_unreadable, 400",
        "multipart/form-data;boundary=, form_unreadable, 400",
        "multipart/form-data;boundary=x, file_missing, 422",
    })
    void aFormWithoutABoundaryOrAFileIsRefused(String type, String code, int status) {
        for (String path : List.of("/imports", "/imports/preview")) {
            Client.Answer answer =
                    owner.upload("/projects/" + project + path, type, HttpRequest.BodyPublishers.ofString("--x--\r\n"));
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
        }
    }

    @Test
    void aBodyOfAnotherTypeAnAnswerOfAnotherTypeAndAnotherMethodAreNamed() {
        assertThat(owner.upload("/projects", "text/plain", HttpRequest.BodyPublishers.ofString("{}"))
                        .expect(415)
                        .code())
                .isEqualTo("media_type_unsupported");
        Client.Answer put = owner.put("/projects", Map.of()).expect(405);
        assertThat(put.code()).isEqualTo("method_not_allowed");
        assertThat(put.raw().headers().firstValue("Allow").orElse(""))
                .contains("GET")
                .contains("POST");
        assertThat(owner.get("/nothing/here").expect(404).code()).isEqualTo("address_unknown");
    }

    @Test
    void atAnAddressWithNothingAPersonIsShownAPageAndAProgramIsToldAProblem() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String base = TestServer.running().address();
        for (String address : List.of("/nonsense", "/nonsense/deep.html")) {
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(URI.create(base + address))
                            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.headers().firstValue("Content-Type").orElse(""))
                    .as(address)
                    .doesNotContain("json");
            assertThat(page.statusCode()).isIn(404, 503);
            HttpResponse<String> problem = http.send(
                    HttpRequest.newBuilder(URI.create(base + address)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(problem.statusCode()).isEqualTo(404);
            assertThat(problem.body()).contains("address_unknown");
        }
        HttpResponse<String> api = http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/nonsense"))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(api.body()).doesNotContain("<html");
    }

    @Test
    void whatIsRefusedBeforeAnyEndpointIsAProblemToo() throws Exception {
        String base = TestServer.running().address();
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of(
                "/api/v1/projects/a%00b", "/api/v1/projects/a%2Fb", "/api/v1/projects//a", "/api/v1/projects;x=1")) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .contains("problem+json");
            assertThat(answer.body()).as(path).doesNotContainPattern(INSIDES);
        }
        HttpResponse<String> picky = http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/session"))
                        .header("Accept", "image/png")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(picky.statusCode()).isEqualTo(406);
        assertThat(JSON.readTree(picky.body()).path("code").asString()).isEqualTo("not_acceptable");
        for (String header :
                List.of("Accept-Language: %%%;q=x", "Accept: nonsense", "Accept-Encoding: ;;;", "Range: bytes=9-1")) {
            String[] parts = header.split(": ", 2);
            HttpResponse<String> odd = http.send(
                    HttpRequest.newBuilder(URI.create(base + "/api/v1/session"))
                            .header(parts[0], parts[1])
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(odd.statusCode()).as(header).isLessThan(500);
        }
    }

    @Test
    void aNumberThatIsNotThereIsMissing() {
        JsonNode problem = owner.post("/projects/" + project + "/guidelines", Map.of("markdown", "# A"))
                .expect(422)
                .json()
                .path("problems")
                .path(0);
        assertThat(problem.path("where").asString()).isEqualTo("/basedOn");
        assertThat(problem.path("what").asString()).isEqualTo("it is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":5,\"schema\":{}} | /name | a text",
                "{\"name\":\"A\",\"schema\":{},\"overlap\":\"3\"} | /overlap | a whole number",
                "{\"name\":\"A\",\"schema\":{},\"overlapp\":3} | /overlapp | use goldEvery",
                "{\"name\":\"A\"} | /schema | not null",
                "{\"schema\":{}} | /name | not null",
            })
    void aBodyProblemSaysWhereWhatAndHowToFixIt(String body, String where, String fix) {
        Client.Answer answer = owner.post("/projects", body).expect(422);
        assertThat(answer.code()).isEqualTo("body_invalid");
        JsonNode problem = answer.json().path("problems").path(0);
        assertThat(problem.path("where").asString()).isEqualTo(where);
        assertThat(problem.path("what").asString()).isNotBlank();
        assertThat(problem.path("fix").asString()).contains(fix);
    }

    /** A schema is read by itself, so that all that is wrong with it comes at once, whether its form or its meaning. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"questions\":[{\"id\":[]}]} | questions[0].id | a text",
                "{\"questions\":[null]} | questions[0] | an object",
                "{\"questions\":[{\"id\":\"a\",\"optoins\":[]}]} | questions[0].optoins | options",
                "{\"questions\":[{\"id\":\"a\",\"type\":\"boxes\",\"options\":[\"x\"]}],\"inputs\":[{\"id\":\"t\"}]}"
                        + " | questions[0].type | choice",
                "{\"questions\":[{\"id\":\"a\",\"type\":\"polygons\",\"options\":[\"x\"]}],\"inputs\":[{\"id\":\"t\"}]}"
                        + " | questions[0].type | choice",
                "{\"questions\":[{\"id\":\"a\",\"type\":\"polylines\",\"options\":[\"x\"]}],\"inputs\":[{\"id\":\"t\"}]}"
                        + " | questions[0].type | choice",
                "{\"questions\":[{\"id\":\"a\",\"type\":\"tracks\",\"options\":[\"x\"]}],\"inputs\":[{\"id\":\"t\"}]}"
                        + " | questions[0].type | choice",
                "{\"questions\":[{\"id\":\"a\",\"type\":\"keypoints\",\"options\":[\"x\"],\"skeleton\":{\"points\":[\"nose\"]}}],\"inputs\":[{\"id\":\"t\"}]}"
                        + " | questions[0].type | choice",
                "[] | schema | inputs",
                "5 | schema | inputs",
            })
    void aSchemaProblemSaysWhereWhatAndHowToFixIt(String schema, String where, String fix) {
        Client.Answer answer = owner.post("/projects", "{\"name\":\"A\",\"schema\":" + schema + "}")
                .expect(422);
        assertThat(answer.code()).isEqualTo("schema_invalid");
        assertThat(answer.json().path("problems").valueStream()).anySatisfy(problem -> {
            assertThat(problem.path("where").asString()).isEqualTo(where);
            assertThat(problem.path("what").asString()).isNotBlank();
            assertThat(problem.path("fix").asString()).contains(fix);
        });
    }
}
