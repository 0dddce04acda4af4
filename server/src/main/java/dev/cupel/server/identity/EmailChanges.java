package dev.cupel.server.identity;

import dev.cupel.server.mail.Mail;
import dev.cupel.server.platform.web.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Other e-mail addresses for accounts. Where there is a mail server, an address that somebody gives themselves becomes theirs once they
 * have opened the link that is sent there; without one it is taken at once, as it is when accounts are made. Owners of the installation
 * set addresses at once. The old address is told.
 */
@Component
class EmailChanges {
    static final Duration LIFE = Duration.ofDays(1);
    static final String KIND = "email_change";
    static final String CHANGED = "email_changed";
    private static final int MAILS_AN_HOUR = 5;

    /**
     * An account's address.
     *
     * @param pending the address that is to be confirmed; null if none is
     * @param pendingUntil when its link ends
     * @param password whether the account has one, without which nothing can be changed here
     * @param confirmed whether another address has to be confirmed by a link that is sent there
     */
    record Address(
            String email,
            @Nullable String pending,
            @Nullable Instant pendingUntil,
            boolean password,
            boolean confirmed) {}

    /** @param email the address that the link confirms */
    record Confirmation(String email, String displayName, Instant expiresAt) {}

    private record Row(
            UUID id,
            UUID account,
            String email,
            String displayName,
            boolean done,
            boolean over,
            java.sql.Timestamp expiresAt) {}

    private final JdbcClient sql;
    private final Accounts accounts;
    private final Logins logins;
    private final PasswordResets resets;
    private final Mail mail;

    EmailChanges(JdbcClient sql, Accounts accounts, Logins logins, PasswordResets resets, Mail mail) {
        this.sql = sql;
        this.accounts = accounts;
        this.logins = logins;
        this.resets = resets;
        this.mail = mail;
    }

    Address of(UUID account) {
        record Pending(String email, java.sql.Timestamp until) {}
        Optional<Pending> pending =
                sql.sql("""
                select email, expires_at as until from email_change
                where account_id = ? and done_at is null and expires_at > now() order by requested_at desc limit 1
                """).param(account).query(Pending.class).optional();
        return new Address(
                accounts.me(account).email(),
                pending.map(Pending::email).orElse(null),
                pending.map(one -> one.until().toInstant()).orElse(null),
                logins.passwordHash(account).isPresent(),
                mail.on());
    }

    /**
     * Begins the change to an address that has to be confirmed, or changes it at once where no mail can be sent. An earlier change that
     * was not confirmed ends.
     *
     * @throws Problem account_invalid, email_same, email_taken, account_unknown if the account has no password, password_wrong,
     *     password_too_long, too_many_mails
     */
    @Transactional
    void request(UUID account, String email, String password) {
        String address = Accounts.address(email);
        accounts.requirePassword("password", account, password);
        requireFree(account, address);
        cancel(account);
        if (!mail.on()) {
            set(account, address);
            return;
        }
        int sent = sql.sql(
                        "select count(*) from email_change where account_id = ? and requested_at > now() - interval '1 hour'")
                .param(account)
                .query(Integer.class)
                .single();
        if (sent >= MAILS_AN_HOUR) {
            throw Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_mails",
                            "Links were sent " + sent + " times within an hour.",
                            "Look into the mailbox, also under spam, or try again in an hour.")
                    .retryAfter(Duration.ofHours(1));
        }
        UUID id = UUID.randomUUID();
        sql.sql("delete from email_change where requested_at < now() - interval '90 days'")
                .update();
        sql.sql("""
                insert into email_change (id, account_id, email, expires_at)
                values (?, ?, ?, now() + make_interval(secs => ?))
                """).params(id, account, address, LIFE.toSeconds()).update();
        mail.ask(KIND, address, id);
    }

    /** Ends a change that was not confirmed. */
    @Transactional
    void cancel(UUID account) {
        sql.sql(
                        "update email_change set expires_at = now() where account_id = ? and done_at is null and expires_at > now()")
                .param(account)
                .update();
    }

    Confirmation preview(String token) {
        Row row = open(token, "");
        return new Confirmation(row.email(), row.displayName(), row.expiresAt().toInstant());
    }

    /**
     * Makes the address that of the account.
     *
     * @throws Problem email_change_unknown, email_change_used, email_change_expired, email_taken
     */
    @Transactional
    void confirm(String token) {
        Row row = open(token, " for update of c");
        requireFree(row.account(), row.email());
        sql.sql("update email_change set done_at = now() where id = ?")
                .param(row.id())
                .update();
        set(row.account(), row.email());
    }

    /**
     * Sets the address at once, for an owner of the installation.
     *
     * @throws Problem account_unknown, account_invalid, email_same, email_taken
     */
    @Transactional
    void change(UUID account, String email) {
        accounts.requirePerson(account);
        String address = Accounts.address(email);
        requireFree(account, address);
        cancel(account);
        set(account, address);
    }

    /**
     * Gives a change that is still wanted the secret of its link; an earlier secret ends.
     *
     * @param token to be sent to the address
     * @return the language of the account; empty if the change was taken back
     */
    Optional<String> seal(UUID change, String token) {
        return sql.sql("""
                update email_change c set token_hash = ? from account a
                where c.id = ? and c.done_at is null and c.expires_at > now() and a.id = c.account_id and a.disabled_at is null
                returning a.locale
                """)
                .params(Secret.hash(token), change)
                .query(String.class)
                .optional();
    }

    private void set(UUID account, String address) {
        String old = accounts.me(account).email();
        accounts.setEmail(account, address);
        // They may lie in the mailbox of the old address.
        resets.end(account);
        if (mail.on()) {
            mail.ask(CHANGED, old, account);
        }
    }

    private void requireFree(UUID account, String address) {
        record Taken(boolean mine) {}
        sql.sql("select id = ? as mine from account where email = ?")
                .params(account, address)
                .query(Taken.class)
                .optional()
                .ifPresent(taken -> {
                    if (taken.mine()) {
                        throw Problem.conflict(
                                "email_same", "This is the address of the account already.", "Give another one.");
                    }
                    throw Accounts.taken("Use another address, or sign in to the account that has this one.");
                });
    }

    private Row open(String token, String lock) {
        Row row = sql.sql("""
                select c.id, c.account_id as account, c.email, a.display_name, c.done_at is not null as done,
                    c.expires_at <= now() or a.disabled_at is not null as over, c.expires_at
                from email_change c join account a on a.id = c.account_id where c.token_hash = ?
                """ + lock)
                .param(Secret.hash(token))
                .query(Row.class)
                .optional()
                .orElseThrow(() -> Problem.notFound(
                        "email_change_unknown", "This link for another e-mail address does not exist."));
        if (row.done()) {
            throw Problem.of(
                    HttpStatus.GONE,
                    "email_change_used",
                    "This link has been used: the address is confirmed.",
                    "Sign in with the address.");
        }
        if (row.over()) {
            throw Problem.of(
                    HttpStatus.GONE,
                    "email_change_expired",
                    "This link is not valid any more: it is too old, a newer one was sent, or the change was taken back.",
                    "Use the newest link, or change the address again under My account.");
        }
        return row;
    }
}
