package dev.cupel.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Applies {@link Access} before a controller runs: default deny. */
@Component
public final class AccessRules implements HandlerInterceptor {
    /** Finds the caller's place in a project; implemented by the room that knows members. */
    public interface ProjectGate {
        /**
         * @param changes whether the request is one that an archived project refuses
         * @throws Problem project_unknown for anybody who is not a member, role_too_low for members below the level, project_archived
         */
        void enter(HttpServletRequest request, String projectKey, Caller caller, Access.Level level, boolean changes);
    }

    private final ObjectProvider<ProjectGate> gate;
    private final Map<Method, Access> rules = new ConcurrentHashMap<>();

    AccessRules(ObjectProvider<ProjectGate> gate) {
        this.gate = gate;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || !method.getBeanType().getPackageName().startsWith("dev.cupel.")) {
            return true;
        }
        Access rule = rules.computeIfAbsent(method.getMethod(), known -> rule(method));
        Access.Level level = rule.value();
        if (level == Access.Level.PUBLIC) {
            Caller known = Caller.currentOrNull();
            if (known != null) {
                requireScope(known, level, request.getMethod());
            }
            return true;
        }
        Caller caller = Caller.current();
        requireScope(caller, level, request.getMethod());
        switch (level) {
            case PUBLIC, ACCOUNT -> {}
            case INSTANCE_OWNER -> {
                if (!caller.instanceOwner()) {
                    throw roleTooLow("Only an owner of this installation may do this.");
                }
            }
            case LABELER, REVIEWER, MANAGER, OWNER ->
                gate.getObject()
                        .enter(
                                request,
                                projectKey(request),
                                caller,
                                level,
                                !reads(request.getMethod()) && !rule.inArchived());
        }
        return true;
    }

    private static Access rule(HandlerMethod method) {
        Access access = method.getMethodAnnotation(Access.class);
        if (access == null) {
            throw Problem.of(HttpStatus.FORBIDDEN, "no_access_rule", "This address has no access rule.", "Report it.");
        }
        return access;
    }

    /** What a token may do follows from the rule and the verb: nothing that is not a GET is open to one that reads. */
    private static void requireScope(Caller caller, Access.Level level, String verb) {
        boolean reads = reads(verb);
        switch (level) {
            case PUBLIC -> {
                if (!reads) {
                    caller.require("label", "manage");
                }
            }
            case ACCOUNT, LABELER -> {
                if (reads) {
                    caller.require("read", "label", "manage");
                } else {
                    caller.require("label", "manage");
                }
            }
            case REVIEWER, INSTANCE_OWNER, MANAGER, OWNER -> {
                if (reads) {
                    caller.require("read", "manage");
                } else {
                    caller.require("manage");
                }
            }
        }
    }

    private static boolean reads(String verb) {
        return verb.equals("GET") || verb.equals("HEAD");
    }

    public static Problem roleTooLow(String what) {
        return Problem.of(HttpStatus.FORBIDDEN, "role_too_low", what, "Ask a manager or owner of the project.");
    }

    private static String projectKey(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (variables instanceof Map<?, ?> map && map.get("project") instanceof String key) {
            return key;
        }
        throw new IllegalStateException("an endpoint with a project role needs {project} in its address");
    }
}
