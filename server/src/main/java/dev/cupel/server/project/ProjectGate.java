package dev.cupel.server.project;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Lets members into a project and hands controllers their {@link Membership}. */
@Component
public class ProjectGate implements AccessRules.ProjectGate, HandlerMethodArgumentResolver {
    private static final String ATTRIBUTE = Membership.class.getName();
    private static final long TRUSTED = Duration.ofSeconds(2).toNanos();

    private record Key(String project, UUID account) {}

    private record Trusted(Optional<Membership> membership, boolean deleted, long untilNanos) {}

    private record Row(long projectId, long memberId, String role, boolean paused, boolean archived, boolean deleted) {}

    private final JdbcClient sql;
    private final ConcurrentHashMap<Key, Trusted> cache = new ConcurrentHashMap<>();

    ProjectGate(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void enter(
            HttpServletRequest request, String projectKey, Caller caller, Access.Level level, boolean changes) {
        Trusted found = find(projectKey, caller.accountId());
        Membership membership = found.membership().orElseThrow(ProjectGate::unknown);
        // A deleted project is there for its owner alone, who may bring it back.
        if (found.deleted() && membership.role() != Role.OWNER) {
            throw unknown();
        }
        if (!membership.role().atLeast(level)) {
            throw AccessRules.roleTooLow("In this project you are a "
                    + membership.role().json() + "; this needs a "
                    + level.name().toLowerCase(java.util.Locale.ROOT) + ".");
        }
        if (changes && membership.archived()) {
            throw Problem.conflict(
                    "project_archived",
                    "The project is archived, so nothing in it changes.",
                    "Let a manager take it out of the archive, in its settings.");
        }
        request.setAttribute(ATTRIBUTE, membership);
    }

    /** Makes this server see a change of members at once. */
    void forget() {
        cache.clear();
    }

    private Trusted find(String projectKey, UUID account) {
        Key key = new Key(projectKey, account);
        long now = System.nanoTime();
        Trusted hit = cache.get(key);
        if (hit != null && hit.untilNanos() - now > 0) {
            return hit;
        }
        Optional<Row> row =
                sql.sql("""
                select p.id as project_id, m.id as member_id, m.role, m.paused_at is not null as paused,
                       p.archived_at is not null as archived, p.deleted_at is not null as deleted
                from project p join member m on m.project_id = p.id
                where p.key = ? and m.account_id = ? and m.removed_at is null
                """).params(projectKey, account).query(Row.class).optional();
        Trusted fresh = new Trusted(
                row.map(r -> new Membership(
                        r.projectId(), projectKey, r.memberId(), account, Role.of(r.role()), r.paused(), r.archived())),
                row.map(Row::deleted).orElse(false),
                now + TRUSTED);
        if (cache.size() > 20_000) {
            cache.clear();
        }
        cache.put(key, fresh);
        return fresh;
    }

    private static Problem unknown() {
        return Problem.notFound("project_unknown", "There is no such project, or you are not a member of it.");
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Membership.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @org.jspecify.annotations.Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @org.jspecify.annotations.Nullable WebDataBinderFactory binder) {
        Object membership = request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (membership == null) {
            throw new IllegalStateException("Membership is known only on endpoints with a project role");
        }
        return membership;
    }
}
