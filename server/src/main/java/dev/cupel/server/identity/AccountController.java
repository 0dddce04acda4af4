package dev.cupel.server.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.mail.Mail;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.SiteAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts as an owner of the installation looks after them, and new passwords for those who lost theirs. */
@RestController
@RequestMapping("/api/v1")
final class AccountController {
    /**
     * @param seenAt when the person or a program of theirs was last here, to the hour; left out if never
     * @param sessions browsers that are signed in now
     * @param tokens API tokens that work now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(
            UUID id,
            String email,
            String displayName,
            boolean instanceOwner,
            Instant createdAt,
            @Nullable Instant disabledAt,
            @Nullable Instant seenAt,
            long sessions,
            long tokens) {}

    /**
     * @param total how many there are on all pages
     * @param next the address to go on after; left out at the end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountPage(
            List<AccountView> accounts,
            long total,
            @Nullable String next) {}

    /** @param keepTokens whether API tokens go on working; left out, they end like all sessions */
    record Ending(@Nullable Boolean keepTokens) {}

    /** @param keepTokens whether API tokens go on working; left out, they end like all sessions */
    record NewPassword(String password, @Nullable Boolean keepTokens) {}

    /** @param about what a password must not be made of: name and address */
    record PasswordQuestion(String password, @Nullable List<String> about) {}

    /** @param fault too_short, too_long or too_weak; left out if the password fits */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PasswordVerdict(@Nullable String fault) {}

    /** @param email of an account, such as name@example.org */
    record Email(String email) {}

    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordResets resets;
    private final EmailChanges emailChanges;
    private final SignInLimit limit;
    private final Mail mail;
    private final SignedIn signedIn;
    private final SiteAddress site;
    private final JdbcClient sql;

    AccountController(
            Accounts accounts,
            Passwords passwords,
            PasswordResets resets,
            EmailChanges emailChanges,
            SignInLimit limit,
            Mail mail,
            SignedIn signedIn,
            SiteAddress site,
            JdbcClient sql) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.resets = resets;
        this.emailChanges = emailChanges;
        this.limit = limit;
        this.mail = mail;
        this.signedIn = signedIn;
        this.site = site;
        this.sql = sql;
    }

    /**
     * People in the order of their addresses.
     *
     * @param q part of the name or the address
     * @param disabled only those who are switched off, or only those who are not; left out, all
     */
    @Access(Level.INSTANCE_OWNER)
    @GetMapping("/accounts")
    AccountPage list(
            @RequestParam(defaultValue = "") @Length(max = 254) String q,
            @RequestParam @Nullable Boolean disabled,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        Problem.requireRange("limit", limit, 1, 500);
        String found = """
                from account a where a.kind = 'person' and a.email is not null
                  and (:q = '' or position(lower(:q) in lower(a.display_name)) > 0 or position(lower(:q) in a.email) > 0)
                  and (:disabled::boolean is null or (a.disabled_at is not null) = :disabled::boolean)
                """;
        long total = sql.sql("select count(*) " + found)
                .param("q", q.strip())
                .param("disabled", disabled, java.sql.Types.BOOLEAN)
                .query(Long.class)
                .single();
        List<AccountView> page = sql.sql("""
                select a.id, a.email, a.display_name, a.instance_owner, a.created_at, a.disabled_at, a.seen_at,
                       (select count(*) from login_session s where s.account_id = a.id and s.expires_at > now()) as sessions,
                       (select count(*) from api_token t where t.account_id = a.id and t.revoked_at is null
                           and (t.expires_at is null or t.expires_at > now())) as tokens
                """ + found + " and a.email > :after order by a.email limit :limit")
                .param("q", q.strip())
                .param("disabled", disabled, java.sql.Types.BOOLEAN)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new AccountView(
                        row.getObject("id", UUID.class),
                        row.getString("email"),
                        row.getString("display_name"),
                        row.getBoolean("instance_owner"),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row.getTimestamp("disabled_at")),
                        instant(row.getTimestamp("seen_at")),
                        row.getLong("sessions"),
                        row.getLong("tokens")))
                .list();
        return new AccountPage(
                page, total, page.size() < limit ? null : page.getLast().email());
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /** Ends every session of an account, of one's own as well. */
    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/accounts/{id}/sign-out")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(@PathVariable UUID id, @RequestBody Ending body) {
        accounts.signOut(id, Boolean.TRUE.equals(body.keepTokens()));
    }

    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/accounts/{id}/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(@PathVariable UUID id) {
        accounts.enable(id, false);
    }

    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/accounts/{id}/enable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enable(@PathVariable UUID id) {
        accounts.enable(id, true);
    }

    /** A one-time link for somebody who lost their password. */
    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/accounts/{id}/password-reset")
    @ResponseStatus(HttpStatus.CREATED)
    PasswordResets.ResetLink makeReset(@PathVariable UUID id) {
        return resets.make(id, Caller.current().accountId(), site.base());
    }

    /** Sets the e-mail address that somebody signs in with; the old one is told if the installation sends mail. */
    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/accounts/{id}/email")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changeEmail(@PathVariable UUID id, @RequestBody Email body) {
        emailChanges.change(id, body.email());
    }

    /**
     * Sends a link for a new password to the address, if an account has it. The answer is the same if none has, and takes as long.
     * Links end after an hour; within an hour at most five are sent.
     */
    @Access(Level.PUBLIC)
    @PostMapping("/password-resets")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void askForReset(@RequestBody Email body, HttpServletRequest request) {
        mail.require();
        String address = Accounts.address(body.email());
        limit.begin("password by mail " + address, request.getRemoteAddr());
        // Whose address it is, if anybody's, is looked up when the mail is written.
        mail.ask(AccountLetters.PASSWORD_RESET, address, null);
    }

    /** What a link that confirms an e-mail address would do. */
    @Access(Level.PUBLIC)
    @GetMapping("/email-changes/{token}")
    EmailChanges.Confirmation previewEmailChange(@PathVariable String token) {
        return emailChanges.preview(token);
    }

    /** Makes the address of the link that of its account. */
    @Access(Level.PUBLIC)
    @PostMapping("/email-changes/{token}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirmEmailChange(@PathVariable String token) {
        emailChanges.confirm(token);
    }

    @Access(Level.PUBLIC)
    @GetMapping("/password-resets/{token}")
    PasswordResets.ResetPreview preview(@PathVariable String token) {
        return resets.preview(token);
    }

    @Access(Level.PUBLIC)
    @PostMapping("/password-resets/{token}")
    Accounts.Me reset(
            @PathVariable String token,
            @RequestBody NewPassword body,
            HttpServletRequest request,
            HttpServletResponse response) {
        UUID account = resets.redeem(token, body.password(), Boolean.TRUE.equals(body.keepTokens()));
        signedIn.open(account, request, response);
        return accounts.me(account);
    }

    /** What the server will say to a password, for pages to say it while somebody types. Nothing is kept. */
    @Access(Level.PUBLIC)
    @PostMapping("/password-check")
    PasswordVerdict check(@RequestBody PasswordQuestion question) {
        List<String> about = question.about() == null ? List.of() : question.about();
        return new PasswordVerdict(passwords
                .fault(question.password(), about)
                .map(Passwords.Fault::json)
                .orElse(null));
    }
}
