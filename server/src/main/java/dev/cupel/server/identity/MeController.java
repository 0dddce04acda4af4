package dev.cupel.server.identity;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/me")
final class MeController {
    private static final Set<String> SCOPES = Set.of("read", "label", "manage");

    record Profile(
            @Nullable String displayName,
            @Nullable String locale,
            @Nullable String theme) {}

    /** @param keepTokens whether API tokens go on working; left out, they end like the other sessions */
    record PasswordChange(
            String current, String next, @Nullable Boolean keepTokens) {}

    record ApiToken(
            UUID id,
            String name,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant expiresAt) {}

    record ApiTokens(List<ApiToken> tokens) {}

    record NewToken(
            String name, Set<String> scopes, @Nullable Integer expiresInDays) {}

    record MadeToken(UUID id, String token) {}

    /** @param password the present one */
    record NewEmail(String email, String password) {}

    private final Accounts accounts;
    private final EmailChanges emailChanges;
    private final Credentials credentials;
    private final SignInLimit limit;
    private final JdbcClient sql;

    MeController(
            Accounts accounts, EmailChanges emailChanges, Credentials credentials, SignInLimit limit, JdbcClient sql) {
        this.emailChanges = emailChanges;
        this.limit = limit;
        this.accounts = accounts;
        this.credentials = credentials;
        this.sql = sql;
    }

    @Access(Level.ACCOUNT)
    @GetMapping
    Accounts.Me me() {
        return accounts.me(Caller.current().accountId());
    }

    @Access(Level.ACCOUNT)
    @PatchMapping
    Accounts.Me change(@RequestBody Profile profile) {
        UUID me = caller().accountId();
        accounts.change(me, profile.displayName(), profile.locale(), profile.theme());
        credentials.forget();
        return accounts.me(me);
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void password(@RequestBody PasswordChange change, HttpServletRequest request) {
        UUID me = caller().accountId();
        Passwords.requireReadable("current", change.current());
        // A stolen session must not be a place to guess the password at leisure.
        SignInLimit.Attempt attempt = limit.begin("account " + me, request.getRemoteAddr());
        accounts.changePassword(
                me,
                change.current(),
                change.next(),
                SessionCookie.read(request),
                Boolean.TRUE.equals(change.keepTokens()));
        attempt.succeeded();
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/email")
    EmailChanges.Address email() {
        return emailChanges.of(Caller.current().accountId());
    }

    /**
     * Changes the address at once, or sends a link to the new one that has to be opened first: {@code pending} says which, and the old
     * address stays until then. A change that was begun before ends.
     */
    @Access(Level.ACCOUNT)
    @PostMapping("/email")
    EmailChanges.Address changeEmail(@RequestBody NewEmail body, HttpServletRequest request) {
        UUID me = caller().accountId();
        Passwords.requireReadable("password", body.password());
        Accounts.address(body.email());
        SignInLimit.Attempt attempt = limit.begin("account " + me, request.getRemoteAddr());
        emailChanges.request(me, body.email(), body.password());
        attempt.succeeded();
        return emailChanges.of(me);
    }

    /** Takes back a change of the address that was not confirmed yet. */
    @Access(Level.ACCOUNT)
    @DeleteMapping("/email/pending")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancelEmailChange() {
        emailChanges.cancel(caller().accountId());
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/tokens")
    ApiTokens tokens() {
        return new ApiTokens(sql.sql("""
                select id, name, scopes, created_at, last_used_at, expires_at from api_token
                where account_id = ? and revoked_at is null order by created_at desc
                """)
                .param(Caller.current().accountId())
                .query((row, number) -> new ApiToken(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        List.of((String[]) row.getArray("scopes").getArray()),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row.getTimestamp("last_used_at")),
                        instant(row.getTimestamp("expires_at"))))
                .list());
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    MadeToken makeToken(@RequestBody NewToken request) {
        Caller caller = caller();
        if (VisibleText.isInvisible(request.name()) || request.name().length() > 100) {
            throw Problem.invalid("token_invalid", "name", "the name is empty or too long", "use 1 to 100 characters");
        }
        if (request.scopes().isEmpty() || !SCOPES.containsAll(request.scopes())) {
            throw Problem.invalid("token_invalid", "scopes", "unknown scope", "use read, label or manage");
        }
        Integer days = request.expiresInDays();
        if (days != null && (days < 1 || days > 3650)) {
            throw Problem.invalid("token_invalid", "expiresInDays", "out of range", "use 1 to 3650, or leave it out");
        }
        UUID id = UUID.randomUUID();
        return new MadeToken(id, credentials.makeToken(id, caller.accountId(), request.name(), request.scopes(), days));
    }

    @Access(Level.ACCOUNT)
    @DeleteMapping("/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        if (!credentials.revokeToken(id, caller().accountId())) {
            throw Problem.notFound("token_unknown", "You have no such token.");
        }
    }

    /** Changing one's account with a token needs the widest scope: a labeling token must not make a wider one. */
    private static Caller caller() {
        Caller caller = Caller.current();
        caller.require("manage");
        return caller;
    }
}
