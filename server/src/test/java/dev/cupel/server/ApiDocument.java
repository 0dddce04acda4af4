package dev.cupel.server;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.BodyLimits;
import dev.cupel.server.project.Membership;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.lang.reflect.AnnotatedType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Completes the API document with what holds for whole families of endpoints: who may call, how callers prove who they are,
 * which refusals there are, and what stands in addresses. {@link Client} checks that no test meets a status that is not here.
 */
@Component
final class ApiDocument implements OperationCustomizer, OpenApiCustomizer, ParameterCustomizer {
    private static final String ACCESS = "x-access";
    private static final String BODY_LIMIT = "x-body-limit";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");

    /** Refusals that only these have, beside those that follow from their kind. */
    private static final Map<String, List<Integer>> OWN = Map.ofEntries(
            Map.entry("POST /api/v1/session", List.of(401, 429)),
            Map.entry("POST /api/v1/projects", List.of(404)),
            Map.entry("POST /api/v1/password-resets", List.of(404, 429)),
            Map.entry("GET /api/v1/email-changes/{token}", List.of(410)),
            Map.entry("POST /api/v1/email-changes/{token}", List.of(409, 410)),
            Map.entry("POST /api/v1/me/email", List.of(404, 429)),
            Map.entry("POST /api/v1/instance/mail-test", List.of(404)),
            Map.entry("POST /api/v1/setup", List.of(409)),
            Map.entry("POST /api/v1/provider-sign-in", List.of(404)),
            Map.entry("POST /api/v1/me/logins", List.of(404)),
            Map.entry("DELETE /api/v1/me/logins", List.of(404)),
            Map.entry("POST /api/v1/me/password", List.of(404, 429)),
            Map.entry("GET /api/v1/invitations/{token}", List.of(410)),
            Map.entry("POST /api/v1/invitations/{token}/accept", List.of(409, 410)),
            Map.entry("GET /api/v1/password-resets/{token}", List.of(409, 410)),
            Map.entry("POST /api/v1/password-resets/{token}", List.of(409, 410)),
            Map.entry("GET /api/v1/jobs/{id}/result", List.of(409, 410)),
            Map.entry("GET /api/v1/projects/{project}/media/file", List.of(416)),
            Map.entry("GET /api/v1/projects/{project}/media/{hash}", List.of(416)),
            Map.entry("GET /api/v1/projects/{project}/items", List.of(404)));

    private final BodyLimits bodyLimits;

    ApiDocument(BodyLimits bodyLimits) {
        this.bodyLimits = bodyLimits;
    }

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Membership.class, CsrfToken.class);
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Access access = method.getMethodAnnotation(Access.class);
        if (access != null) {
            operation.addExtension(ACCESS, access.value().name());
        }
        operation.addExtension(BODY_LIMIT, bodyLimits.limit(method.getMethod()).words());
        String room = method.getBeanType().getPackageName();
        operation.setTags(List.of(room.substring(room.lastIndexOf('.') + 1)));
        return operation;
    }

    @Override
    public Parameter customize(Parameter parameter, MethodParameter declared) {
        if (parameter != null && parameter.getSchema() != null) {
            AnnotatedType type = declared.getExecutable().getAnnotatedParameterTypes()[declared.getParameterIndex()];
            ApiShapes.bounds(parameter.getSchema(), type);
            if ("integer".equals(type(parameter.getSchema())) && "path".equals(parameter.getIn())) {
                parameter.getSchema().setMinimum(BigDecimal.ONE);
            }
        }
        return parameter;
    }

    private static String type(Schema<?> schema) {
        return schema.getTypes() == null || schema.getTypes().isEmpty()
                ? String.valueOf(schema.getType())
                : schema.getTypes().iterator().next();
    }

    @Override
    public void customise(OpenAPI document) {
        document.setInfo(
                new Info()
                        .title("Cupel")
                        .version("v1")
                        .description(
                                "Every refusal is a problem (RFC 9457) with a stable code; nothing has to be read out of its words."));
        document.getComponents()
                .addSecuritySchemes(
                        "token",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API token, made under /me: for programs."))
                .addSecuritySchemes(
                        "session",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("cupel_session")
                                .description("The cookie that signing in sets: for browsers."))
                .addSecuritySchemes(
                        "csrf",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("X-XSRF-TOKEN")
                                .description(
                                        "The value of the cookie XSRF-TOKEN, with every change that a browser asks for."))
                .addSchemas("Problem", problem());
        // The framework's page for errors is nobody's address.
        document.getPaths().remove("/error");
        document.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        Object access = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(ACCESS);
        if (access == null) {
            return;
        }
        Level level = Level.valueOf(access.toString());
        boolean changes = method != PathItem.HttpMethod.GET;
        operation.setDescription(
                (operation.getDescription() == null ? "" : operation.getDescription() + " ") + who(level));
        operation.setSecurity(security(level, changes));
        places(path, operation);
        if (path.endsWith("/imports")
                || path.endsWith("/imports/preview")
                || (path.endsWith("/media") && method == PathItem.HttpMethod.POST)) {
            operation.setRequestBody(file());
        }
        if (path.endsWith("/media/file") || path.endsWith("/media/{hash}")) {
            bytes(operation);
        }
        Object limit = operation.getExtensions().remove(BODY_LIMIT);
        RequestBody body = operation.getRequestBody();
        if (body != null) {
            body.setDescription((body.getDescription() == null ? "" : body.getDescription() + " ") + limit);
        }
        // Whatever is asked for, a parameter may hold what is no text.
        Set<Integer> refusals = new TreeSet<>(List.of(422, 503));
        if (path.startsWith("/api/")) {
            refusals.addAll(List.of(400, 406));
        }
        if (level != Level.PUBLIC) {
            refusals.addAll(List.of(401, 403));
        } else if (changes) {
            refusals.add(403);
        }
        if (path.contains("{")) {
            refusals.add(404);
        }
        if (changes && !path.startsWith("/api/v1/session")) {
            refusals.add(409);
        }
        if (operation.getRequestBody() != null) {
            refusals.addAll(List.of(411, 413, 415));
        }
        refusals.addAll(OWN.getOrDefault(method + " " + path, List.of()));
        for (int status : refusals) {
            String known = String.valueOf(status);
            if (!operation.getResponses().containsKey(known)) {
                operation
                        .getResponses()
                        .addApiResponse(
                                known,
                                new ApiResponse()
                                        .description(HttpStatus.valueOf(status).getReasonPhrase())
                                        .content(new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType()
                                                                .schema(new JsonSchema()
                                                                        .$ref("#/components/schemas/Problem")))));
            }
        }
    }

    private static String who(Level level) {
        return switch (level) {
            case PUBLIC -> "For anybody.";
            case ACCOUNT -> "For anybody signed in.";
            case INSTANCE_OWNER -> "For owners of the installation.";
            case LABELER, REVIEWER, MANAGER, OWNER ->
                "For a " + level.name().toLowerCase(Locale.ROOT) + " of the project.";
        };
    }

    private static List<SecurityRequirement> security(Level level, boolean changes) {
        SecurityRequirement browser = new SecurityRequirement();
        if (level != Level.PUBLIC) {
            browser.addList("session");
        }
        if (changes) {
            browser.addList("csrf");
        }
        return browser.isEmpty() ? List.of() : List.of(new SecurityRequirement().addList("token"), browser);
    }

    /** Places of the address that no controller names, because somebody else looks at them. */
    private static void places(String path, Operation operation) {
        List<Parameter> parameters = new ArrayList<>();
        Matcher place = PLACE.matcher(path);
        while (place.find()) {
            String name = place.group(1);
            boolean known = operation.getParameters() != null
                    && operation.getParameters().stream()
                            .anyMatch(p -> p.getName().equals(name));
            if (!known) {
                parameters.add(
                        new Parameter().in("path").name(name).required(true).schema(typed("string")));
            }
        }
        if (operation.getParameters() != null) {
            parameters.addAll(operation.getParameters());
        }
        for (Parameter parameter : parameters) {
            if (parameter.getName().equals("project") && parameter.getIn().equals("path")) {
                parameter.setDescription("The project's key.");
                parameter.getSchema().setPattern("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$");
                parameter.getSchema().setMaxLength(40);
            } else if (parameter.getName().equals("token") && parameter.getIn().equals("path")) {
                parameter.getSchema().setMinLength(1);
            }
        }
        operation.setParameters(parameters.isEmpty() ? null : parameters);
    }

    private static RequestBody file() {
        Schema<?> form = typed("object");
        form.setProperties(Map.of("file", binary()));
        form.setRequired(List.of("file"));
        return new RequestBody()
                .required(true)
                .description("The file itself, or a form with it in the part named file.")
                .content(new Content()
                        .addMediaType("application/octet-stream", new MediaType().schema(binary()))
                        .addMediaType("multipart/form-data", new MediaType().schema(form)));
    }

    /** A file as it is, the part of it that was asked for, or nothing, because the asker has it. */
    private static void bytes(Operation operation) {
        Content content = new Content().addMediaType("image/*", new MediaType().schema(binary()));
        operation
                .getResponses()
                .addApiResponse("200", new ApiResponse().description("The file").content(content))
                .addApiResponse(
                        "206",
                        new ApiResponse()
                                .description("The bytes of the header Range")
                                .content(content))
                .addApiResponse("304", new ApiResponse().description("The asker's If-None-Match names this file"));
    }

    private static Schema<?> binary() {
        Schema<?> schema = typed("string");
        schema.setFormat("binary");
        return schema;
    }

    @SuppressWarnings("rawtypes") // the signature of Schema.setProperties
    private static Schema<?> problem() {
        Schema<?> detail = typed("object");
        Map<String, Schema> parts = new LinkedHashMap<>();
        parts.put("where", described("string", "JSON pointer, parameter, column or question"));
        parts.put("what", described("string", "what is wrong there"));
        parts.put("fix", described("string", "how to fix it"));
        detail.setProperties(parts);
        detail.setRequired(List.of("where", "what", "fix"));
        Schema<?> details = typed("array");
        details.setItems(detail);
        Schema<?> parameters = typed("object");
        parameters.setDescription("values that the text names, by name");
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("type", typed("string"));
        all.put("title", typed("string"));
        all.put("status", typed("integer"));
        all.put("detail", described("string", "what is wrong"));
        all.put("code", described("string", "stable; see problem-codes.json"));
        all.put("fix", described("string", "how to fix it"));
        all.put("problems", details);
        all.put("parameters", parameters);
        Schema<?> problem = typed("object");
        problem.setProperties(all);
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }

    private static Schema<?> described(String type, String description) {
        Schema<?> schema = typed(type);
        schema.setDescription(description);
        return schema;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new JsonSchema();
        schema.addType(type);
        return schema;
    }
}
