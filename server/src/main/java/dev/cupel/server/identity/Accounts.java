package dev.cupel.server.identity;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The people an installation knows, simulated annotators, and those whose answers came with a file. */
@Component
public class Accounts {
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    private final JdbcClient sql;
    private final Passwords passwords;
    private final Logins logins;
    private final Credentials credentials;

    Accounts(JdbcClient sql, Passwords passwords, Logins logins, Credentials credentials) {
        this.sql = sql;
        this.passwords = passwords;
        this.logins = logins;
        this.credentials = credentials;
    }

    /** What an account sees of itself. */
    public record Me(UUID id, String email, String displayName, boolean instanceOwner, String locale, String theme) {}

    /** What comes of an address and a password. */
    sealed interface Verdict {
        record Right(UUID account) implements Verdict {}

        /** The password is right, but the account is switched off. */
        record Disabled() implements Verdict {}

        /** No such account, or not its password: which of the two is nobody's business. */
        record Wrong() implements Verdict {}
    }

    private record Known(UUID account, @Nullable String hash, boolean disabled) {}

    /** @throws Problem password_too_long: to be asked before anything else is done with a password */
    public void requireReadable(String where, @Nullable String password) {
        Passwords.requireReadable(where, password);
    }

    public boolean none() {
        return sql.sql("select not exists (select 1 from account where kind = 'person' and not imported)")
                .query(Boolean.class)
                .single();
    }

    public Me me(UUID id) {
        return sql.sql("""
                select id, coalesce(email, '') as email, display_name, instance_owner, locale, theme
                from account where id = ?
                """).param(id).query(Me.class).single();
    }

    /**
     * Call it in a transaction: without its password the account would be one that nobody gets into.
     *
     * @return the new person's account id
     * @throws Problem account_invalid naming each bad field, email_taken
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID addPerson(String email, String displayName, String password, boolean instanceOwner) {
        Passwords.requireReadable("password", password);
        List<Problem.Detail> problems = new ArrayList<>();
        checkAddress(email, problems);
        checkName(displayName, problems);
        passwords.check("password", password, List.of(normal(email), displayName), problems);
        UUID id = addPerson(email, displayName, instanceOwner, problems);
        logins.setPassword(id, passwords.hash(password));
        return id;
    }

    /**
     * Adds somebody whom another provider knows; who calls it connects the account in the same transaction.
     *
     * @return the new person's account id
     * @throws Problem account_invalid naming each bad field, email_taken
     */
    @Transactional(propagation = Propagation.MANDATORY)
    UUID addPerson(String email, String displayName) {
        List<Problem.Detail> problems = new ArrayList<>();
        checkAddress(email, problems);
        checkName(displayName, problems);
        return addPerson(email, displayName, false, problems);
    }

    private UUID addPerson(String email, String displayName, boolean instanceOwner, List<Problem.Detail> problems) {
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The account cannot be made like this.", problems);
        }
        UUID id = UUID.randomUUID();
        // Not an error of the database's: its log would name the address.
        int made = sql.sql("""
                insert into account (id, kind, email, display_name, instance_owner)
                values (?, 'person', ?, ?, ?) on conflict (email) do nothing
                """)
                .params(id, normal(email), displayName.strip(), instanceOwner)
                .update();
        if (made == 0) {
            throw taken("Sign in, then open the link again.");
        }
        return id;
    }

    static Problem taken(String fix) {
        return Problem.conflict("email_taken", "There is an account with this e-mail address already.", fix);
    }

    /**
     * @return the address as it is stored
     * @throws Problem account_invalid if it is none
     */
    static String address(String email) {
        List<Problem.Detail> problems = new ArrayList<>();
        checkAddress(email, problems);
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "This is not an e-mail address.", problems);
        }
        return normal(email);
    }

    /** @throws Problem email_taken if somebody else has got it meanwhile */
    void setEmail(UUID account, String address) {
        try {
            sql.sql("update account set email = ? where id = ?")
                    .params(address, account)
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken("Use another address, or sign in to the account that has this one.");
        }
    }

    private static void checkAddress(String email, List<Problem.Detail> problems) {
        String address = normal(email);
        if (!address.matches("[^@\\s]+@[^@\\s]+") || address.length() > 254) {
            problems.add(new Problem.Detail("email", "this is not an e-mail address", "write it as name@example.org"));
        }
    }

    /** @return the new account's id; nobody can sign in to it, it acts through API tokens */
    public UUID addSimulated(String displayName) {
        List<Problem.Detail> problems = new ArrayList<>();
        checkName(displayName, problems);
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The account cannot be made like this.", problems);
        }
        UUID id = UUID.randomUUID();
        sql.sql("insert into account (id, kind, display_name) values (?, 'simulated', ?)")
                .params(id, displayName.strip())
                .update();
        return id;
    }

    /**
     * Adds an annotator that only a file names: the database refuses every way in.
     *
     * @param displayName as the file writes it
     * @param kind person, simulated or model
     * @return the new account's id
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID addImported(String displayName, String kind) {
        UUID id = UUID.randomUUID();
        sql.sql("insert into account (id, kind, display_name, imported) values (?, ?, ?, true)")
                .params(id, kind, displayName)
                .update();
        return id;
    }

    /** The same work whether there is such an account or not, so that the time does not tell. */
    Verdict verify(String email, String password) {
        Optional<Known> known =
                sql.sql("""
                select a.id as account, l.password_hash as hash, a.disabled_at is not null as disabled
                from account a left join login l on l.account_id = a.id and l.provider = 'password'
                where a.email = ? and a.kind = 'person'
                """).param(normal(email)).query(Known.class).optional();
        boolean right = passwords.matches(password, known.map(Known::hash).orElse(null));
        if (!right || known.isEmpty()) {
            return new Verdict.Wrong();
        }
        return known.get().disabled()
                ? new Verdict.Disabled()
                : new Verdict.Right(known.get().account());
    }

    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Changes the password of somebody who knows the present one; other sessions end, and API tokens unless they are kept.
     *
     * @param session the cookie value of the session that goes on, or null
     */
    @Transactional
    public void changePassword(
            UUID account, String current, String next, @Nullable String session, boolean keepTokens) {
        Passwords.requireReadable("next", next);
        requirePassword("current", account, current);
        setPassword("next", account, next);
        credentials.end(account, session, keepTokens);
    }

    /** @throws Problem account_unknown if the account has no password; password_wrong, password_too_long */
    void requirePassword(String where, UUID account, String password) {
        Passwords.requireReadable(where, password);
        String hash = logins.passwordHash(account)
                .orElseThrow(() -> Problem.notFound("account_unknown", "This account has no password."));
        if (!passwords.matches(password, hash)) {
            throw Problem.invalid("password_wrong", where, "the current password is not right", "type it again");
        }
    }

    /** @throws Problem account_invalid if the password does not fit */
    void setPassword(String where, UUID account, String next) {
        Me me = me(account);
        List<Problem.Detail> problems = new ArrayList<>();
        passwords.check(where, next, List.of(me.email(), me.displayName()), problems);
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The new password does not fit.", problems);
        }
        logins.setPassword(account, passwords.hash(next));
    }

    /**
     * Switches an account off, which ends its sessions and tokens, or on again.
     *
     * @throws Problem account_unknown, last_instance_owner if nobody would be left to switch it on again
     */
    @Transactional
    public void enable(UUID account, boolean enabled) {
        // Owners are locked in one order, so that two of them cannot switch each other off.
        var owners = sql.sql("""
                select id from account where instance_owner and kind = 'person' and disabled_at is null order by id for update
                """).query(UUID.class).list();
        if (!enabled && owners.size() == 1 && account.equals(owners.getFirst())) {
            throw Problem.conflict(
                    "last_instance_owner",
                    "This is the only owner of this installation.",
                    "Nobody could enable the account again.");
        }
        int known = sql.sql("""
                update account set disabled_at = case when ? then null else coalesce(disabled_at, now()) end
                where id = ? and kind = 'person' and not imported
                """).params(enabled, account).update();
        if (known == 0) {
            throw Problem.notFound("account_unknown", "There is no such account of a person.");
        }
        if (!enabled) {
            credentials.end(account, null, false);
        }
    }

    /**
     * Ends all sessions of an account, and its API tokens unless they are kept.
     *
     * @throws Problem account_unknown
     */
    @Transactional
    public void signOut(UUID account, boolean keepTokens) {
        requirePerson(account);
        credentials.end(account, null, keepTokens);
    }

    /** @throws Problem account_unknown if nobody signs in to such an account */
    void requirePerson(UUID account) {
        boolean known = sql.sql(
                        "select exists (select 1 from account where id = ? and kind = 'person' and not imported)")
                .param(account)
                .query(Boolean.class)
                .single();
        if (!known) {
            throw Problem.notFound("account_unknown", "There is no such account of a person.");
        }
    }

    void change(UUID account, @Nullable String displayName, @Nullable String locale, @Nullable String theme) {
        List<Problem.Detail> problems = new ArrayList<>();
        if (displayName != null) {
            checkName(displayName, problems);
        }
        if (theme != null && !THEMES.contains(theme)) {
            problems.add(new Problem.Detail("theme", "unknown theme", "use auto, light or dark"));
        }
        if (locale != null && !locale.matches("(en|de)(-[A-Za-z0-9]{2,8})*")) {
            problems.add(new Problem.Detail("locale", "the pages do not speak this language", "use en or de"));
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The profile cannot be changed like this.", problems);
        }
        sql.sql("""
                update account set display_name = coalesce(:name, display_name), locale = coalesce(:locale, locale),
                    theme = coalesce(:theme, theme) where id = :id
                """)
                .param("name", displayName == null ? null : displayName.strip(), java.sql.Types.VARCHAR)
                .param("locale", locale, java.sql.Types.VARCHAR)
                .param("theme", theme, java.sql.Types.VARCHAR)
                .param("id", account)
                .update();
    }

    private static void checkName(String name, List<Problem.Detail> problems) {
        if (VisibleText.isInvisible(name) || name.length() > 100) {
            problems.add(new Problem.Detail("displayName", "the name is empty or too long", "use 1 to 100 characters"));
        }
    }
}
