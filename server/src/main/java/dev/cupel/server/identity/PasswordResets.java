package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One-time links that set a new password: made by an owner of the installation, at the command line, or sent by mail to whoever
 * asks for one.
 */
@Component
public class PasswordResets {
    static final Duration LIFE = Duration.ofHours(24);

    /** Of one that was sent by mail: it goes through more hands. */
    static final Duration LIFE_BY_MAIL = Duration.ofHours(1);

    /** Somebody's mailbox is not to be filled by a stranger who knows the address. */
    private static final int MAILS_AN_HOUR = 5;

    private static final String PAGE = "/reset#";

    /** @param url with the secret, shown once */
    record ResetLink(String url, Instant expiresAt) {}

    record ResetPreview(String email, String displayName, Instant expiresAt) {}

    /** @param url with the secret */
    record Mailed(String displayName, String locale, String url) {}

    private record Receiver(UUID id, String displayName, String locale) {}

    private record Row(
            UUID account,
            String email,
            String displayName,
            boolean disabled,
            boolean used,
            boolean over,
            java.sql.Timestamp expiresAt) {}

    private final JdbcClient sql;
    private final Accounts accounts;
    private final Credentials credentials;

    PasswordResets(JdbcClient sql, Accounts accounts, Credentials credentials) {
        this.sql = sql;
        this.accounts = accounts;
        this.credentials = credentials;
    }

    /**
     * Makes a link; earlier ones of the account stop working.
     *
     * @param by the owner who makes it; null at the command line
     * @param base what the link starts with
     * @throws Problem account_unknown, account_disabled
     */
    @Transactional
    ResetLink make(UUID account, @Nullable UUID by, String base) {
        boolean disabled = sql.sql(
                        "select disabled_at is not null from account where id = ? and kind = 'person' and not imported")
                .param(account)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("account_unknown", "There is no such account of a person."));
        if (disabled) {
            throw disabled();
        }
        end(account);
        return link(account, by, false, LIFE, base);
    }

    /**
     * Makes a link to be sent to the address, for the account that has it. It ends earlier ones that were sent, and none that an owner
     * made: a stranger who asks must not be able to end those.
     *
     * @param base what the link starts with
     * @return empty if no account that is on has the address, or if enough was sent to it within the hour
     */
    @Transactional
    Optional<Mailed> makeByMail(String email, String base) {
        Optional<Receiver> receiver =
                sql.sql("""
                select id, display_name, locale from account
                where email = ? and kind = 'person' and not imported and disabled_at is null for no key update
                """).param(email).query(Receiver.class).optional();
        if (receiver.isEmpty()) {
            return Optional.empty();
        }
        UUID account = receiver.get().id();
        int sent = sql.sql("select count(*) from password_reset where account_id = ? and mailed"
                        + " and created_at > now() - interval '1 hour'")
                .param(account)
                .query(Integer.class)
                .single();
        if (sent >= MAILS_AN_HOUR) {
            return Optional.empty();
        }
        sql.sql("update password_reset set expires_at = now()"
                        + " where account_id = ? and mailed and used_at is null and expires_at > now()")
                .param(account)
                .update();
        ResetLink link = link(account, null, true, LIFE_BY_MAIL, base);
        return Optional.of(
                new Mailed(receiver.get().displayName(), receiver.get().locale(), link.url()));
    }

    private ResetLink link(UUID account, @Nullable UUID by, boolean mailed, Duration life, String base) {
        sql.sql("delete from password_reset where created_at < now() - interval '90 days'")
                .update();
        String token = Secret.make();
        Instant expires = sql.sql("""
                insert into password_reset (token_hash, account_id, created_by, mailed, expires_at)
                values (?, ?, ?, ?, now() + make_interval(secs => ?)) returning expires_at
                """)
                .params(Arrays.asList(Secret.hash(token), account, by, mailed, life.toSeconds()))
                .query(java.sql.Timestamp.class)
                .single()
                .toInstant();
        return new ResetLink(base + PAGE + token, expires);
    }

    /** Ends the links of an account whose address is another one now: they may lie in the mailbox of the old one. */
    void end(UUID account) {
        sql.sql(
                        "update password_reset set expires_at = now() where account_id = ? and used_at is null and expires_at > now()")
                .param(account)
                .update();
    }

    ResetPreview preview(String token) {
        Row row = open(token, "");
        return new ResetPreview(row.email(), row.displayName(), row.expiresAt().toInstant());
    }

    /**
     * Sets the password; all sessions end, and API tokens unless they are kept.
     *
     * @return the account
     * @throws Problem reset_unknown, reset_used, reset_expired, account_disabled, account_invalid
     */
    @Transactional
    UUID redeem(String token, String password, boolean keepTokens) {
        Passwords.requireReadable("password", password);
        Row row = open(token, " for update of r");
        accounts.setPassword("password", row.account(), password);
        sql.sql("update password_reset set used_at = now() where token_hash = ?")
                .param(Secret.hash(token))
                .update();
        credentials.end(row.account(), null, keepTokens);
        return row.account();
    }

    private Row open(String token, String lock) {
        Row row = sql.sql("""
                select a.id as account, a.email, a.display_name, a.disabled_at is not null as disabled,
                    r.used_at is not null as used, r.expires_at <= now() as over, r.expires_at
                from password_reset r join account a on a.id = r.account_id where r.token_hash = ?
                """ + lock)
                .param(Secret.hash(token))
                .query(Row.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("reset_unknown", "This link for a new password does not exist."));
        if (row.used()) {
            throw Problem.of(
                    HttpStatus.GONE,
                    "reset_used",
                    "This link has been used: the password was set with it.",
                    "Sign in with the new password, or ask for another link.");
        }
        if (row.over()) {
            throw Problem.of(
                    HttpStatus.GONE,
                    "reset_expired",
                    "This link is not valid any more: it is too old, or a newer one was made.",
                    "Use the newest link, or ask for another one.");
        }
        if (row.disabled()) {
            throw disabled();
        }
        return row;
    }

    private static Problem disabled() {
        return Problem.conflict(
                "account_disabled",
                "This account is switched off.",
                "Ask an owner of this installation to switch it on again.");
    }
}
