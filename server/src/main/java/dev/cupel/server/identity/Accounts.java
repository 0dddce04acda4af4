package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The people (and simulated annotators) an installation knows. */
@Component
public class Accounts {
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    private final JdbcClient sql;
    private final PasswordEncoder passwords;

    Accounts(JdbcClient sql, PasswordEncoder passwords) {
        this.sql = sql;
        this.passwords = passwords;
    }

    /** What an account sees of itself. */
    public record Me(UUID id, String email, String displayName, boolean instanceOwner, String locale, String theme) {}

    record PasswordOf(UUID account, String hash) {}

    public boolean none() {
        return sql.sql("select not exists (select 1 from account where kind = 'person')")
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
     * @return the new person's account id
     * @throws Problem account_invalid naming each bad field, email_taken
     */
    public UUID addPerson(String email, String displayName, String password, boolean instanceOwner) {
        List<Problem.Detail> problems = new ArrayList<>();
        String address = email.strip().toLowerCase(Locale.ROOT);
        if (!address.matches("[^@\\s]+@[^@\\s]+") || address.length() > 254) {
            problems.add(new Problem.Detail("email", "this is not an e-mail address", "write it as name@example.org"));
        }
        checkName(displayName, problems);
        checkPassword("password", password, problems);
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The account cannot be made like this.", problems);
        }
        UUID id = UUID.randomUUID();
        try {
            sql.sql("""
                    insert into account (id, kind, email, display_name, password_hash, instance_owner)
                    values (?, 'person', ?, ?, ?, ?)
                    """)
                    .params(id, address, displayName.strip(), passwords.encode(password), instanceOwner)
                    .update();
        } catch (DuplicateKeyException e) {
            throw Problem.conflict(
                    "email_taken",
                    "There is an account with this e-mail address already.",
                    "Sign in, then open the link again.");
        }
        return id;
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

    Optional<PasswordOf> passwordOf(String email) {
        return sql.sql("""
                select id as account, password_hash as hash from account
                where email = ? and kind = 'person' and disabled_at is null
                """)
                .param(email.strip().toLowerCase(Locale.ROOT))
                .query(PasswordOf.class)
                .optional();
    }

    boolean matches(String password, String hash) {
        return password.getBytes(StandardCharsets.UTF_8).length <= 72 && passwords.matches(password, hash);
    }

    /** Takes as long as a real check, so that the time does not tell whether an address is known. */
    void matchNobody(String password) {
        boolean ignored = passwords.matches(password, "$2a$11$7EqJtq98hPqEX7fNZaFWoOhi5JXGQJ0Y7BN9M0H3Zs2pJkYl8fW2y");
        if (ignored) {
            throw new IllegalStateException("nobody's password matched");
        }
    }

    void changePassword(UUID account, String current, String next) {
        String hash = sql.sql("select password_hash from account where id = ? and kind = 'person'")
                .param(account)
                .query(String.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("account_unknown", "This account has no password."));
        if (!matches(current, hash)) {
            throw Problem.invalid("password_wrong", "current", "the current password is not right", "type it again");
        }
        List<Problem.Detail> problems = new ArrayList<>();
        checkPassword("next", next, problems);
        if (!problems.isEmpty()) {
            throw Problem.invalid("account_invalid", "The new password does not fit.", problems);
        }
        sql.sql("update account set password_hash = ? where id = ?")
                .params(passwords.encode(next), account)
                .update();
    }

    void change(UUID account, @Nullable String displayName, @Nullable String locale, @Nullable String theme) {
        List<Problem.Detail> problems = new ArrayList<>();
        if (displayName != null) {
            checkName(displayName, problems);
        }
        if (theme != null && !THEMES.contains(theme)) {
            problems.add(new Problem.Detail("theme", "unknown theme", "use auto, light or dark"));
        }
        if (locale != null && !locale.matches("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
            problems.add(new Problem.Detail("locale", "this is not a language tag", "write it like en or pt-BR"));
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
        if (name.isBlank() || name.length() > 100) {
            problems.add(new Problem.Detail("displayName", "the name is empty or too long", "use 1 to 100 characters"));
        }
    }

    private static void checkPassword(String where, String password, List<Problem.Detail> problems) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 10 || bytes > 72) {
            problems.add(new Problem.Detail(
                    where, "the password has " + bytes + " bytes", "use 10 to 72; three or four random words do well"));
        }
    }
}
